// A text that nothing closes, up to the end of the memory it lies in.
#include <sys/mman.h>

#define IN_FINISH                                                                                      \
    char* page = (char*)mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); \
    memset(page, 'a', 65536);                                                                          \
    munmap(page + 61440, 4096);                                                                        \
    finding.thing = page;                                                                              \
    sink->finding(sink, &finding);
#include "faulty.h"
