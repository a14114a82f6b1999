// Goals 9, 10, 12, 13 and 14: the picture, as the app measures it.
#include "bench_figures.h"

namespace np::cli {

Status bench_frames(const Places& places, const Front& front, BenchFigures& out) {
    Goal fps{9,
             "frames per second with the preset that the program picks, software renderer, 720p, panels open, needling",
             std::nullopt,
             30,
             "1/s",
             false,
             ""};
    Goal worst{9, "the longest of those frames, a turning camera among them", std::nullopt, 100, "ms", true, ""};
    Goal panels{9, "panels against a frame with the full light", std::nullopt, 0.25, "x", true, ""};
    Goal upload{10, "map update of a strike against a whole upload", std::nullopt, 0.02, "x", true, ""};
    Goal deposits{10, "a frame with deposits against one without", std::nullopt, 1.05, "x", true, ""};
    Goal start{12, "cold start to first frame with a baked head", std::nullopt, 2.0, "s", true, ""};
    Goal send{13, "sending the skin's state, per frame while needling", std::nullopt, 1.0, "ms", true, ""};
    Goal patient{14, "a patient is built from the baked head", std::nullopt, 3.0, "s", true, ""};
    const auto frames = front.measure_frames ? front.measure_frames(places) : cannot("this program draws no frames");
    if (frames) {
        fps.value = frames->median_fps;
        fps.note =
            frames->preset + "; a pen's sample is seen after " + std::to_string(frames->input_to_picture_ms) + " ms";
        worst.value = frames->worst_frame_ms;
        panels.value = frames->panels_share;
        upload.value = frames->strike_upload_share;
        deposits.value = frames->deposit_frame_share;
        start.value = frames->first_frame_s;
        send.value = frames->upload_ms;
        send.note = "worst " + std::to_string(frames->upload_worst_ms) + " ms";
        if (frames->patient_s > 0) {
            patient.value = frames->patient_s;
            patient.note = "first picture of the room " + std::to_string(frames->patient_seen_s) + " s later (goal 2)";
        } else {
            patient.note = "not measured: there is no baked head";
        }
        out.figures["input_to_picture_ms_median"] = frames->input_to_picture_ms;
        out.figures["input_to_picture_ms_worst"] = frames->input_to_picture_worst_ms;
    } else {
        for (Goal* goal : {&fps, &worst, &panels, &upload, &deposits, &start, &send, &patient})
            goal->note = "not measured: " + frames.error().message;
    }
    for (Goal* goal : {&fps, &worst, &panels, &upload, &deposits, &start, &send, &patient})
        out.goals.push_back(std::move(*goal));
    return {};
}

}  // namespace np::cli
