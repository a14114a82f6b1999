// What pen and hand have in common: they must not stand between the eye and the needles.
uniform vec4 u_needles;      // mm; w: 1 what covers them is left out, 2 nothing but that is drawn, as a shade

// How much of this fragment covers the needles: 1 within a thin cone from the eye to their tip. Ends the fragment if it does
// not belong to this pass.
float covers_needles(vec3 p) {
    if (u_needles.w < 0.5) return 0.0;
    vec3 sight = u_needles.xyz - u_eye, at = p - u_eye;
    float far = length(sight);
    sight /= far;
    float along = dot(at, sight);
    float aside = length(at - along * sight) * far / max(along, 1.0);
    float covers = (1.0 - smoothstep(5.0, 9.0, aside)) * step(along, far - 9.0);
    if (u_needles.w > 1.5 ? covers <= 0.0 : covers > 0.0) discard;
    return covers;
}
float shade_alpha(float alpha, float covers, float edge) {
    return u_needles.w > 1.5 ? mix(0.92, 0.13, covers) + 0.25 * covers * edge * edge * edge : alpha;
}
// Ordered, so that it does not flicker: 16 thresholds.
float threshold() {
    ivec2 p = ivec2(gl_FragCoord.xy) & 3;
    int x = p.x ^ p.y;
    return (float(((x & 1) << 3) | ((p.y & 1) << 2) | (x & 2) | ((p.y & 2) >> 1)) + 0.5) / 16.0;
}
