#include "needlepoint/render/offscreen.h"

#include <epoxy/egl.h>
#include <epoxy/gl.h>

#include <cstdio>

namespace np::render {

struct OffscreenContext::Handles {
    EGLDisplay display = EGL_NO_DISPLAY;
    EGLContext context = EGL_NO_CONTEXT;
    ~Handles() {
        if (context != EGL_NO_CONTEXT) {
            if (eglGetCurrentContext() == context)
                eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
            eglDestroyContext(display, context);
        }
        // The display stays initialised: it is shared by all contexts of the process.
    }
};

namespace {

tl::unexpected<Error> no_driver(const std::string& found) {
    return cannot(
        "pictures need a graphics driver with off-screen OpenGL (EGL, surfaceless); " + found +
        ". Install Mesa's software driver (on Debian: libegl1 libgl1-mesa-dri) or a driver for the graphics card");
}

std::string hex(EGLint code) {
    char text[16];
    std::snprintf(text, sizeof text, "0x%04x", static_cast<unsigned>(code));
    return text;
}

EGLDisplay surfaceless_display() {
    if (epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless")) {
        const EGLDisplay display =
            eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
        if (display != EGL_NO_DISPLAY) return display;
    }
    return eglGetDisplay(EGL_DEFAULT_DISPLAY);
}

EGLContext create_context(EGLDisplay display, ContextKind kind) {
    const EGLint desktop_config[] = {EGL_SURFACE_TYPE, 0, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (kind == ContextKind::kBest && eglBindAPI(EGL_OPENGL_API) &&
        eglChooseConfig(display, desktop_config, &config, 1, &count) && count > 0) {
        const EGLint attributes[] = {
            EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
            EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
        const EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, attributes);
        if (context != EGL_NO_CONTEXT) return context;
    }
    const EGLint es_config[] = {EGL_SURFACE_TYPE, 0, EGL_RENDERABLE_TYPE, EGL_OPENGL_ES3_BIT, EGL_NONE};
    if (eglBindAPI(EGL_OPENGL_ES_API) && eglChooseConfig(display, es_config, &config, 1, &count) && count > 0) {
        const EGLint attributes[] = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 0, EGL_NONE};
        return eglCreateContext(display, config, EGL_NO_CONTEXT, attributes);
    }
    return EGL_NO_CONTEXT;
}

}  // namespace

OffscreenContext::OffscreenContext(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}
OffscreenContext::OffscreenContext(OffscreenContext&&) noexcept = default;
OffscreenContext& OffscreenContext::operator=(OffscreenContext&&) noexcept = default;
OffscreenContext::~OffscreenContext() = default;

Expected<OffscreenContext> OffscreenContext::create(ContextKind kind) {
    auto handles = std::make_unique<Handles>();
    handles->display = surfaceless_display();
    if (handles->display == EGL_NO_DISPLAY) return no_driver("no EGL display was found");
    if (!eglInitialize(handles->display, nullptr, nullptr))
        return no_driver("EGL did not start (" + hex(eglGetError()) + ")");
    handles->context = create_context(handles->display, kind);
    if (handles->context == EGL_NO_CONTEXT) {
        return no_driver("neither OpenGL 3.3 nor OpenGL ES 3.0 is offered (" + hex(eglGetError()) + ")");
    }
    OffscreenContext out(std::move(handles));
    if (auto status = out.make_current(); !status) return tl::unexpected(status.error());
    return out;
}

Status OffscreenContext::make_current() const {
    if (!eglMakeCurrent(handles_->display, EGL_NO_SURFACE, EGL_NO_SURFACE, handles_->context)) {
        return no_driver("the context can't be used without a surface (" + hex(eglGetError()) + ")");
    }
    return {};
}

}  // namespace np::render
