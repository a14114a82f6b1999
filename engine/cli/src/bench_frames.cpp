// Goals 9, 10 and 12: the picture, as the app measures it.
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
    Goal upload{10, "map update of a strike against a whole upload", std::nullopt, 0.02, "x", true, ""};
    Goal start{12, "cold start to first frame with a baked head", std::nullopt, 2.0, "s", true, ""};
    const auto frames = front.measure_frames ? front.measure_frames(places) : cannot("this program draws no frames");
    if (frames) {
        fps.value = frames->median_fps;
        fps.note = frames->preset + ", worst frame " + std::to_string(frames->worst_frame_ms) + " ms, panels " +
                   std::to_string(frames->panels_share) + " of the full-shader frame (goal 0.25)";
        upload.value = frames->strike_upload_share;
        upload.note =
            "a frame with deposits is " + std::to_string(frames->deposit_frame_share) + " of one without (goal 1.05)";
        start.value = frames->first_frame_s;
        out.figures["input_to_picture_ms_median"] = frames->input_to_picture_ms;
        out.figures["input_to_picture_ms_worst"] = frames->input_to_picture_worst_ms;
        fps.note += ", a pen's sample is seen after " + std::to_string(frames->input_to_picture_ms) + " ms";
    } else {
        fps.note = upload.note = start.note = "not measured: " + frames.error().message;
    }
    out.goals.push_back(fps);
    out.goals.push_back(upload);
    out.goals.push_back(start);
    return {};
}

}  // namespace np::cli
