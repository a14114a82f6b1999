/* New plugin: a stroke that is hurried costs points. Change it into what you want to see. */
#include <needlepoint/sdk/math.h>
#include <needlepoint/sdk/plugin.h>
#include <needlepoint/sdk/sound_record.h>
#include <stdlib.h>
#include <string.h>

#define MOST "plugin.new_plugin.most_mm_s"
#define POINTS "plugin.new_plugin.points"

typedef struct hurried {
    uint64_t first_tick, end_tick;
    uint32_t zone;
    double mm_s;
} hurried;

typedef struct scorer {
    const np_host* host;
    uint32_t zones;
    double most_mm_s;
    int32_t cost, strokes;
    hurried* list;
    size_t count, room;
} scorer;

static int32_t fault(const scorer* self, const char* sentence) {
    self->host->fault(self->host, sentence);
    return NP_FAULT;
}

static void* create(const np_host* host) {
    scorer* self = (scorer*)calloc(1, sizeof(scorer));
    if (self != NULL) self->host = host;
    return self;
}

static int32_t begin(void* instance, const np_session* session) {
    scorer* self = (scorer*)instance;
    (void)session;
    const np_ext_parameters* parameters =
        (const np_ext_parameters*)self->host->extension(self->host, NP_EXT_PARAMETERS, 1);
    const np_ext_zones* zones = (const np_ext_zones*)self->host->extension(self->host, NP_EXT_ZONES, 1);
    if (parameters == NULL || zones == NULL) return fault(self, "this host offers no parameters or no zones");
    const np_parameter* most = parameters->find(self->host, MOST);
    const np_parameter* points = parameters->find(self->host, POINTS);
    if (most == NULL || most->type != NP_PARAMETER_NUMBER) return fault(self, "the number '" MOST "' is missing");
    if (points == NULL || points->type != NP_PARAMETER_NUMBER) return fault(self, "the number '" POINTS "' is missing");
    self->zones = zones->zone_count(self->host);
    self->most_mm_s = most->number;
    self->cost = (int32_t)np_round(100 * np_clamp(points->number, 0, 100));
    return NP_OK;
}

static int32_t note(scorer* self, const np_stroke_end* stroke) {
    const uint64_t tick = stroke->header.tick;
    const double mm_s = stroke->mean_speed_um_s / 1000.0;
    self->strokes += 1;
    if (!(mm_s > self->most_mm_s)) return NP_OK;
    if (self->count == self->room) {
        const size_t room = self->room == 0 ? 64 : 2 * self->room;
        hurried* list = (hurried*)realloc(self->list, room * sizeof(hurried));
        if (list == NULL) return fault(self, "there is no memory for another stroke");
        self->list = list;
        self->room = room;
    }
    hurried* one = &self->list[self->count++];
    one->first_tick = tick < stroke->duration_ms ? 0 : tick - stroke->duration_ms;
    one->end_tick = tick + 1;
    one->zone = stroke->zone < self->zones ? stroke->zone : NP_NO_ZONE;
    one->mm_s = mm_s;
    return NP_OK;
}

static int32_t consume(void* instance, const np_batch* batch) {
    scorer* self = (scorer*)instance;
    const char* at = (const char*)batch->first;
    uint64_t left = batch->size;
    for (uint32_t i = 0; i < batch->count; ++i) {
        const np_event_header* record = (const np_event_header*)at;
        if (!np_record_is_sound(record, left)) return fault(self, "the batch holds a record that is cut or damaged");
        if (record->kind == NP_KIND_stroke_end && note(self, (const np_stroke_end*)record) != NP_OK) return NP_FAULT;
        at += record->bytes;
        left -= record->bytes;
    }
    return NP_OK;
}

/* In the order of time, so that the points run out with the last strokes. Few come out of order: insertion will do. */
static void sort(hurried* list, size_t count) {
    for (size_t i = 1; i < count; ++i) {
        const hurried one = list[i];
        size_t k = i;
        for (; k > 0 && list[k - 1].first_tick > one.first_tick; --k) list[k] = list[k - 1];
        list[k] = one;
    }
}

static int32_t tell(const scorer* self, const hurried* one, int32_t cost, const np_sink* sink) {
    np_finding finding;
    memset(&finding, 0, sizeof finding);
    finding.bytes = sizeof finding;
    finding.severity = NP_MINOR;
    finding.cost = cost;
    finding.flags = NP_FINDING_HAS_VALUE | NP_FINDING_HAS_LIMIT;
    finding.first_tick = one->first_tick;
    finding.end_tick = one->end_tick;
    finding.zone = one->zone;
    finding.cell = NP_NO_CELL;
    finding.value = one->mm_s;
    finding.limit = self->most_mm_s;
    finding.id = finding.thing = finding.source = finding.critical = "";
    finding.rule = "HURRY";
    finding.unit = "mm/s";
    /* The sentence is also the key of its translation, so numbers go into braces. */
    finding.text = "The stroke went at {value} {unit}, faster than {limit}.";
    finding.better = "At most {limit} {unit} let the needles enter upright.";
    finding.limit_key = MOST;
    return sink->finding(sink, &finding);
}

static int32_t finish(void* instance, const np_sink* sink) {
    scorer* self = (scorer*)instance;
    np_mark mark = {sizeof(np_mark), NP_MARK_SCORED, 10000, 10000, ""};
    if (self->strokes == 0) {
        mark.state = NP_MARK_NOT_ASSESSED;
        mark.mark = 0;
        mark.reason = "There was no stroke.";
        return sink->mark(sink, &mark) == NP_OK ? NP_OK : fault(self, "the host refused the mark");
    }
    sort(self->list, self->count);
    for (size_t i = 0; i < self->count; ++i) {
        const int32_t cost = self->cost < mark.mark ? self->cost : mark.mark;
        if (tell(self, &self->list[i], cost, sink) != NP_OK) return fault(self, "the host refused a finding");
        mark.mark -= cost;
    }
    const np_figure strokes = {sizeof(np_figure), NP_NO_ZONE, self->strokes, "new_plugin.strokes", ""};
    if (sink->mark(sink, &mark) != NP_OK || sink->figure(sink, &strokes) != NP_OK)
        return fault(self, "the host refused the mark");
    return NP_OK;
}

static void destroy(void* instance) {
    scorer* self = (scorer*)instance;
    free(self->list);
    free(self);
}

static const np_scorer door = {
    .bytes = sizeof(np_scorer),
    .create = create,
    .begin = begin,
    .consume = consume,
    .finish = finish,
    .destroy = destroy,
};

/* What the trainer offers in its settings, and a rule pack or a scenario may set. */
static const np_parameter_use parameters[] = {
    {.key = MOST,
     .unit = "mm/s",
     .text = "A stroke that is faster on average is hurried.",
     .type = NP_USE_NUMBER,
     .default_number = 60,
     .minimum = 10,
     .maximum = 500},
    {.key = POINTS,
     .unit = "",
     .text = "What one hurried stroke costs, of 100.",
     .type = NP_USE_NUMBER,
     .default_number = 2,
     .minimum = 0,
     .maximum = 100},
};

NP_EXPORT const np_plugin needlepoint_plugin = {
    .bytes = sizeof(np_plugin),
    .abi_major = NP_ABI_MAJOR,
    .abi_minor = NP_ABI_MINOR,
    .kind = NP_PLUGIN_SCORER,
    .finding_bytes = sizeof(np_finding),
    .host_bytes = sizeof(np_host),
    .parameter_use_bytes = sizeof(np_parameter_use),
    .door_bytes = sizeof(np_scorer),
    .id = "new_plugin",
    .version = "0.1.0",
    .name_key = "New plugin",
    .parameters = parameters,
    .parameter_count = sizeof parameters / sizeof parameters[0],
    .door = &door,
};
