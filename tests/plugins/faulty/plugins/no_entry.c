// Exports nothing that the host looks for.
int needlepoint_plugging = 1;
