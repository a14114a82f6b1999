/* A small scorer that is sound unless one of the faults below is defined: then it breaks exactly one rule. */
#include <dlfcn.h>
#include <fenv.h>
#include <math.h>
#include <needlepoint/sdk/plugin.h>
#include <needlepoint/sdk/sound_record.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LIMIT "plugin.broken.limit"

typedef struct scorer {
    const np_host* host;
    int32_t strokes, answers;
    double limit;
    const np_sink* sink;
    uint64_t last_tick;
} scorer;

#ifdef STATIC_STATE
static int32_t sessions = 0;
#endif
#ifdef THREAD_VARIABLE
__thread int32_t calls = 0;
__attribute__((visibility("hidden"))) extern __thread int32_t calls;
#endif
#ifdef EXPORTS_MORE
NP_EXPORT int32_t a_second_export(void);
int32_t a_second_export(void) {
    return 1;
}
#endif

static int32_t fault(const scorer* self, const char* sentence) {
#ifndef NO_SENTENCE
    self->host->fault(self->host, sentence);
#else
    (void)self;
    (void)sentence;
#endif
    return NP_FAULT;
}

/* Calls what must not be called, without letting it matter; the compiler can't know that it never happens. */
static void call_the_forbidden(const scorer* self) {
    if (self->strokes != -1) return;
#if defined(CALLS_SIN)
    volatile double angle = self->limit;
    angle = sin(angle);
#elif defined(CALLS_TIME)
    (void)time(NULL);
#elif defined(CALLS_RAND)
    (void)rand();
#elif defined(CALLS_FOPEN)
    (void)fopen("/etc/hostname", "r");
#elif defined(CALLS_CLOSE)
    close(0);
#elif defined(CALLS_SOCKET)
    (void)socket(AF_INET, SOCK_STREAM, 0);
#elif defined(CALLS_FORK)
    (void)fork();
#elif defined(CALLS_GETENV)
    (void)getenv("HOME");
#elif defined(CALLS_THREAD)
    pthread_t thread;
    (void)pthread_create(&thread, NULL, NULL, NULL);
#elif defined(CALLS_PUTS)
    (void)puts("hello");
#elif defined(CALLS_SIGNAL)
    (void)signal(SIGINT, SIG_IGN);
#elif defined(CALLS_DLOPEN)
    (void)dlopen("libm.so.6", RTLD_NOW);
#elif defined(CALLS_FESETROUND)
    (void)fesetround(FE_UPWARD);
#endif
}

static void* create(const np_host* host) {
    scorer* self = (scorer*)calloc(1, sizeof(scorer));
    if (self != NULL) self->host = host;
#ifdef EXTENSION_IN_CREATE
    (void)host->extension(host, NP_EXT_LOG, 1);
#endif
    return self;
}

static int32_t begin(void* instance, const np_session* session) {
    scorer* self = (scorer*)instance;
    (void)session;
    const np_ext_parameters* parameters =
        (const np_ext_parameters*)self->host->extension(self->host, NP_EXT_PARAMETERS, 1);
    if (parameters == NULL) return fault(self, "this host offers no parameters");
    const np_parameter* limit = parameters->find(self->host, LIMIT);
    if (limit == NULL || limit->type != NP_PARAMETER_NUMBER) return fault(self, "the number '" LIMIT "' is missing");
    self->limit = limit->number;
#ifdef UNDECLARED
    (void)parameters->find(self->host, "severity.minor");
#endif
#ifdef NAMES_NO_KEY
    if (parameters->find(self->host, "severity.minor") == NULL) return fault(self, "something is missing");
#endif
#ifdef NEEDS_THE_OPTIONAL
    if (parameters->find(self->host, "severity.minor") == NULL) return fault(self, "'severity.minor' is missing");
#endif
#ifdef STATIC_STATE
    sessions += 1;
#endif
    return NP_OK;
}

static int32_t consume(void* instance, const np_batch* batch) {
    scorer* self = (scorer*)instance;
    const char* at = (const char*)batch->first;
    uint64_t left = batch->size;
#ifdef THREAD_VARIABLE
    calls += 1;
#endif
#ifdef SWITCHES_ROUNDING
    /* Bits 13 and 14 of MXCSR: round upwards. */
    uint32_t control = 0;
    __asm__ volatile("stmxcsr %0" : "=m"(control));
    control = (control & ~0x6000u) | 0x4000u;
    __asm__ volatile("ldmxcsr %0" : : "m"(control));
#endif
#ifdef SLOW
    for (volatile uint32_t i = 0; i < 3000000; ++i) {
    }
#endif
#ifdef CHATTY
    const np_ext_log* log = (const np_ext_log*)self->host->extension(self->host, NP_EXT_LOG, 1);
    for (int i = 0; i < 100 && log != NULL; ++i) log->write(self->host, NP_LOG_INFO, "a batch");
#endif
    for (uint32_t i = 0; i < batch->count; ++i) {
        const np_event_header* record = (const np_event_header*)at;
#ifndef TRUSTS_LENGTHS
        if (!np_record_is_sound(record, left)) return fault(self, "the batch holds a record that is cut or damaged");
#endif
        self->last_tick = record->tick;
        if (record->kind == NP_KIND_stroke_end) self->strokes += 1;
#ifdef CRASHES_ON_UNKNOWN
        if (record->kind > 500) __builtin_trap();
#endif
#ifdef COUNTS_UNKNOWN
        if (record->kind > 500) self->strokes += 1;
#endif
#ifdef COUNTS_BYTES
        if (record->kind == NP_KIND_stroke_end && record->bytes > 200) self->strokes += 1;
#endif
        at += record->bytes;
        left -= record->bytes;
    }
    call_the_forbidden(self);
    return NP_OK;
}

static void fill(np_finding* finding) {
    memset(finding, 0, sizeof *finding);
    finding->bytes = sizeof *finding;
    finding->severity = NP_MINOR;
    finding->end_tick = 1;
    finding->zone = NP_NO_ZONE;
    finding->cell = NP_NO_CELL;
    finding->id = finding->thing = finding->unit = finding->limit_key = finding->critical = finding->better = "";
    finding->source = "example";
    finding->rule = "STROKE";
    finding->text = "There was a stroke.";
}

static int32_t finish(void* instance, const np_sink* sink) {
    scorer* self = (scorer*)instance;
    np_mark mark = {sizeof(np_mark), NP_MARK_SCORED, 10000, 10000, ""};
    np_finding finding;
    fill(&finding);
    self->answers += 1;
#ifdef CRASHES_WITHOUT_EVENTS
    if (self->last_tick == 0) __builtin_trap();
#endif
    finding.cost = self->strokes < 5000 ? self->strokes : 5000;
#ifdef ASKING_CHANGES
    finding.cost = self->answers;
#endif
#ifdef STATIC_STATE
    finding.cost = sessions < 100 ? sessions : 100;
#endif
    mark.mark = 10000 - finding.cost;
#if defined(COSTS_TOO_MUCH)
    finding.cost += 1;
#elif defined(FOREIGN_ZONE)
    finding.zone = 200;
#elif defined(BROKEN_UTF8)
    finding.thing = "\xff\xfe";
#elif defined(NOT_A_NUMBER)
    finding.flags = NP_FINDING_HAS_VALUE;
    finding.value = __builtin_nan("");
#elif defined(UNKNOWN_LIMIT)
    finding.limit_key = "no.such_parameter";
#elif defined(UNKNOWN_BRACE)
    finding.text = "There was a {stroke}.";
#elif defined(IN_THE_FUTURE)
    finding.first_tick = self->last_tick + 1000000;
    finding.end_tick = finding.first_tick + 1;
#elif defined(NO_RULE)
    finding.rule = "";
#elif defined(COSTLY_INFORMATION)
    finding.severity = NP_INFO;
#elif defined(NULL_TEXT)
    finding.better = NULL;
#elif defined(MARK_TOO_HIGH)
    mark.mark = 10001;
    finding.cost = -1;
#elif defined(NO_REASON)
    mark.state = NP_MARK_NOT_ASSESSED;
    mark.mark = 0;
    finding.cost = 0;
#elif defined(UNKNOWN_STATE)
    mark.state = 9;
#endif
    if (sink->finding(sink, &finding) != NP_OK) return fault(self, "the host refused a finding");
#ifdef SAME_IDS
    finding.id = "one";
    finding.cost = 0;
    if (sink->finding(sink, &finding) != NP_OK || sink->finding(sink, &finding) != NP_OK)
        return fault(self, "the host refused a finding");
#endif
#ifdef FIGURE_TWICE
    const np_figure figure = {sizeof(np_figure), NP_NO_ZONE, 1, "broken.figure", ""};
    if (sink->figure(sink, &figure) != NP_OK || sink->figure(sink, &figure) != NP_OK)
        return fault(self, "the host refused a figure");
#endif
#ifdef TWO_MARKS
    if (sink->mark(sink, &mark) != NP_OK) return fault(self, "the host refused the mark");
#endif
    self->sink = sink;
    return sink->mark(sink, &mark) == NP_OK ? NP_OK : fault(self, "the host refused the mark");
}

static void destroy(void* instance) {
    scorer* self = (scorer*)instance;
#ifdef LATE_SINK
    np_finding finding;
    fill(&finding);
    if (self->sink != NULL) (void)self->sink->finding(self->sink, &finding);
#endif
#ifdef LEAKS
    if (self->strokes > 0) (void)!malloc(3000);
#endif
    free(self);
}

static const np_scorer door = {
    .bytes = sizeof(np_scorer),
    .create = create,
    .begin = begin,
    .consume = consume,
#ifndef NO_FUNCTION
    .finish = finish,
#endif
    .destroy = destroy,
};

static const np_parameter_use parameters[] = {
    {.key = LIMIT,
     .unit = "",
     .text = "An example.",
     .type = NP_USE_NUMBER,
#ifdef BAD_DEFAULT
     .default_number = 99,
#else
     .default_number = 1,
#endif
     .minimum = 0,
     .maximum = 2},
#ifdef DECLARED_TWICE
    {.key = "severity.minor", .unit = "", .text = "An example."},
    {.key = "severity.minor", .unit = "", .text = "An example."},
#endif
#ifdef FOREIGN_PARAMETER
    {.key = "plugin.depth.limit", .unit = "", .text = "An example."},
#endif
#ifdef NAMES_NO_KEY
    {.key = "severity.minor", .unit = "", .text = "An example.", .needed = 1},
#endif
#ifdef NEEDS_THE_OPTIONAL
    {.key = "severity.minor", .unit = "", .text = "An example."},
#endif
};

NP_EXPORT const np_plugin needlepoint_plugin = {
    .bytes = sizeof(np_plugin),
    .abi_major = NP_ABI_MAJOR,
#ifdef OTHER_VERSION
    .abi_minor = NP_ABI_MINOR + 1,
#else
    .abi_minor = NP_ABI_MINOR,
#endif
#ifdef OTHER_KIND
    .kind = 9,
#else
    .kind = NP_PLUGIN_SCORER,
#endif
#ifdef OTHER_SIZE
    .finding_bytes = sizeof(np_finding) - 8,
#else
    .finding_bytes = sizeof(np_finding),
#endif
    .host_bytes = sizeof(np_host),
    .parameter_use_bytes = sizeof(np_parameter_use),
    .door_bytes = sizeof(np_scorer),
#ifdef BAD_ID
    .id = "Not an id",
#else
    .id = "broken",
#endif
#ifdef BAD_VERSION
    .version = "newest",
#else
    .version = "1.0.0",
#endif
#ifdef NO_NAME
    .name_key = "",
#else
    .name_key = "Broken",
#endif
    .parameters = parameters,
    .parameter_count = sizeof parameters / sizeof parameters[0],
    .door = &door,
};
