// An OpenGL context without window or display (EGL surfaceless), for pictures from the command line and for tests.
#pragma once

#include <memory>
#include <string>

#include "needlepoint/core/status.h"
#include "needlepoint/render/renderer.h"

namespace np::render {

enum class ContextKind {
    kBest,  // OpenGL 3.3 core where the driver has it, otherwise OpenGL ES 3.0
    kEs,    // OpenGL ES 3.0
};

// Current on the thread that created it until destroyed; use and destroy it there. Outlives every Renderer made in it.
class OffscreenContext {
  public:
    // Fails with kCannot and a sentence when the machine has no EGL or no OpenGL 3.3 (or OpenGL ES 3.0) driver.
    static Expected<OffscreenContext> create(ContextKind kind = ContextKind::kBest);
    OffscreenContext(OffscreenContext&&) noexcept;
    OffscreenContext& operator=(OffscreenContext&&) noexcept;
    ~OffscreenContext();

    // Makes it current again after another context was.
    Status make_current() const;

  private:
    struct Handles;
    explicit OffscreenContext(std::unique_ptr<Handles> handles);
    std::unique_ptr<Handles> handles_;
};

// A framebuffer of one's own, for pictures with panels on top and for tests. Needs a current context, also when
// destroyed.
class OffscreenTarget {
  public:
    static Expected<OffscreenTarget> create(Size size);
    OffscreenTarget(OffscreenTarget&&) noexcept;
    OffscreenTarget& operator=(OffscreenTarget&&) noexcept;
    ~OffscreenTarget();
    Target target() const;

  private:
    struct Names;
    explicit OffscreenTarget(std::unique_ptr<Names> names);
    std::unique_ptr<Names> names_;
};

}  // namespace np::render
