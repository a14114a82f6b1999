// Announces more than there is memory.
#include <stdint.h>
#include <sys/socket.h>

static void forge(void) {
    const struct {
        uint32_t type, reserved;
        uint64_t bytes;
    } frame = {6, 0, 0xffffffffffffff00u};
    (void)!send(3, &frame, sizeof frame, 0);
}

#define IN_CONSUME forge();
#include "faulty.h"
