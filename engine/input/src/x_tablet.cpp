// The pen of the X server: XInput2's raw events, over a connection of its own, so that the window's is left alone.
#include "system_devices.h"

#ifdef NP_HAVE_XINPUT
#include <X11/Xlib.h>
#include <X11/extensions/XInput2.h>
#endif

namespace np::input {

#ifdef NP_HAVE_XINPUT

namespace {

struct CloseDisplay {
    void operator()(Display* display) const { XCloseDisplay(display); }
};
using DisplayHandle = std::unique_ptr<Display, CloseDisplay>;

DisplayHandle connect(std::string& trouble) {
    DisplayHandle display(XOpenDisplay(nullptr));
    if (!display) {
        trouble =
            "an X server was expected and there is none; under Wayland name the tablet's device instead: "
            "tablet:/dev/input/event5 (needlepoint input list names them)";
        return nullptr;
    }
    int opcode = 0, event = 0, error = 0, major = 2, minor = 1;
    if (XQueryExtension(display.get(), "XInputExtension", &opcode, &event, &error) == 0 ||
        XIQueryVersion(display.get(), &major, &minor) != Success) {
        trouble =
            "the X server has no XInput 2, which tells pressure and tilt; name the tablet's device instead: "
            "tablet:/dev/input/event5";
        return nullptr;
    }
    return display;
}

struct XPen {
    int id = 0;
    std::string name;
    std::vector<XValuator> valuators;
    bool pressure = false;
};

// The pointers that are plugged in; masters only repeat them.
std::vector<XPen> pointers_of(Display* display) {
    std::vector<XPen> pens;
    int count = 0;
    XIDeviceInfo* all = XIQueryDevice(display, XIAllDevices, &count);
    for (int i = 0; all != nullptr && i < count; ++i) {
        if (all[i].use != XISlavePointer) continue;
        XPen pen{all[i].deviceid, all[i].name != nullptr ? all[i].name : "pen", {}, false};
        for (int k = 0; k < all[i].num_classes; ++k) {
            if (all[i].classes[k]->type != XIValuatorClass) continue;
            const auto* about = reinterpret_cast<const XIValuatorClassInfo*>(all[i].classes[k]);
            XValuator valuator{about->number, {}, about->min, about->max, static_cast<double>(about->resolution)};
            if (char* label = about->label != None ? XGetAtomName(display, about->label) : nullptr) {
                valuator.label = label;
                XFree(label);
            }
            pen.pressure = pen.pressure || (valuator.label == "Abs Pressure" && valuator.high > valuator.low);
            pen.valuators.push_back(std::move(valuator));
        }
        pens.push_back(std::move(pen));
    }
    if (all != nullptr) XIFreeDeviceInfo(all);
    return pens;
}

class XTabletSource : public Source {
  public:
    XTabletSource(DisplayHandle display, XPen pen)
        : display_(std::move(display)), id_(pen.id), decoder_(std::move(pen.valuators)) {
        int event = 0, error = 0;
        XQueryExtension(display_.get(), "XInputExtension", &opcode_, &event, &error);
        unsigned char bits[XIMaskLen(XI_LASTEVENT)] = {};
        XISetMask(bits, XI_RawMotion);
        XISetMask(bits, XI_RawButtonPress);
        XISetMask(bits, XI_RawButtonRelease);
        XIEventMask mask{XIAllDevices, sizeof bits, bits};
        mask.deviceid = XIAllMasterDevices;
        XISelectEvents(display_.get(), DefaultRootWindow(display_.get()), &mask, 1);
        XFlush(display_.get());
    }

    void poll(std::int64_t now_us, std::vector<RawPenSample>& out) override {
        while (XPending(display_.get()) > 0) {
            XEvent event;
            XNextEvent(display_.get(), &event);
            XGenericEventCookie* cookie = &event.xcookie;
            if (cookie->type != GenericEvent || cookie->extension != opcode_ ||
                XGetEventData(display_.get(), cookie) == 0)
                continue;
            const auto* raw = static_cast<const XIRawEvent*>(cookie->data);
            if (raw->sourceid == id_ || raw->deviceid == id_) take(*raw, cookie->evtype, now_us, out);
            XFreeEventData(display_.get(), cookie);
        }
    }
    DeviceClass device() const override { return DeviceClass::kTablet; }

  private:
    void take(const XIRawEvent& raw, int type, std::int64_t now_us, std::vector<RawPenSample>& out) {
        const auto time = static_cast<std::uint32_t>(raw.time);
        if (type != XI_RawMotion) {
            out.push_back(decoder_.button(time, now_us, raw.detail, type == XI_RawButtonPress));
            return;
        }
        const std::span<const unsigned char> mask(raw.valuators.mask, static_cast<std::size_t>(raw.valuators.mask_len));
        std::size_t count = 0;
        for (std::size_t bit = 0; bit < mask.size() * 8; ++bit) count += mask[bit / 8] >> (bit % 8) & 1;
        out.push_back(decoder_.motion(time, now_us, mask, {raw.raw_values, count}));
    }

    DisplayHandle display_;
    int id_, opcode_ = 0;
    XTabletDecoder decoder_;
};

}  // namespace

Expected<std::unique_ptr<Source>> open_x_device(const std::string& name) {
    std::string trouble;
    DisplayHandle display = connect(trouble);
    if (!display) return cannot(trouble);
    std::string names;
    for (XPen& pen : pointers_of(display.get())) {
        if (name.empty() ? pen.pressure : pen.name == name)
            return std::make_unique<XTabletSource>(std::move(display), std::move(pen));
        names += (names.empty() ? "" : ", ") + pen.name;
    }
    if (name.empty())
        return cannot(
            "a tablet with pressure was expected and the X server has none; plug one in, or name its device: "
            "tablet:/dev/input/event5");
    return cannot("a pointer named '" + name + "' was expected and the X server has none; it has " + names);
}

std::vector<FoundDevice> x_tablets() {
    std::string trouble;
    const DisplayHandle display = connect(trouble);
    std::vector<FoundDevice> found;
    if (!display) return found;
    for (const XPen& pen : pointers_of(display.get())) {
        if (!pen.pressure) continue;
        std::string tells = "place, pressure";
        for (const XValuator& valuator : pen.valuators)
            if (valuator.label == "Abs Tilt X") tells += ", tilt";
        found.push_back({found.empty() ? "tablet" : "xdevice:" + pen.name, pen.name, tells, ""});
    }
    return found;
}

#else

Expected<std::unique_ptr<Source>> open_x_device(const std::string&) {
    return cannot(
        "this build has no XInput 2 (libxi was missing); name the tablet's device instead: "
        "tablet:/dev/input/event5, or install libxi-dev and build again");
}

std::vector<FoundDevice> x_tablets() {
    return {};
}

#endif

}  // namespace np::input
