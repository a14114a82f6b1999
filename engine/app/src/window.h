// The one place where GLFW is used: a window with OpenGL, what was typed and clicked, and the cursor.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "needlepoint/core/status.h"
#include "needlepoint/render/image.h"
#include "needlepoint/ui/keys.h"

struct GLFWwindow;

namespace np::app {

// What happened since the last poll.
struct WindowInput {
    std::vector<ui::KeyPress> keys;  // presses and repeats
    std::vector<char32_t> typed;
    double mouse_x = 0, mouse_y = 0;  // framebuffer pixels
    bool mouse_moved = false;
    double drag_x = 0, drag_y = 0;  // of the middle button, pixels
    double wheel = 0;
    bool left = false;  // down now
    bool ctrl = false;
    bool focus_lost = false, focus_back = false;
};

// The first gamepad that the window system knows, -1..1 (right and up), the right trigger 0..1.
struct WindowGamepad {
    double left_x = 0, left_y = 0, right_x = 0, right_y = 0, trigger = 0;
    bool button = false;
};

class Window {
  public:
    // Fails with kCannot where there is no display, with the words of the window system.
    static Expected<std::unique_ptr<Window>> open(const std::string& title, int width, int height);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    // Takes in what the system has; waits at most that long where nothing happens.
    const WindowInput& poll(double wait_seconds);
    // Whether a key that means this action is down.
    bool held(ui::Action action, bool pressed) const;
    void show();  // what was drawn
    render::Size size() const;
    double content_scale() const;
    std::optional<WindowGamepad> gamepad() const;
    bool wants_to_close() const;
    void close();
    void feed_panels();  // mouse to ImGui

  private:
    Window() = default;
    static void on_key(GLFWwindow* window, int key, int scancode, int action, int mods);
    static void on_char(GLFWwindow* window, unsigned code);
    static void on_cursor(GLFWwindow* window, double x, double y);
    static void on_button(GLFWwindow* window, int button, int action, int mods);
    static void on_scroll(GLFWwindow* window, double x, double y);
    static void on_focus(GLFWwindow* window, int focused);
    GLFWwindow* window_ = nullptr;
    bool started_ = false;
    WindowInput input_;
    std::vector<ui::KeyPress> down_;
    bool middle_ = false;
    bool clicked_[3] = {false, false, false};  // pressed since the last frame, however shortly
    double to_pixels_ = 1;
};

}  // namespace np::app
