// Opens a socket.
#include <sys/socket.h>

#define IN_CONSUME socket(AF_INET, SOCK_STREAM, 0);
#include "faulty.h"
