#include "window.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>

namespace np::app {

namespace {

Window& self(GLFWwindow* window) {
    return *static_cast<Window*>(glfwGetWindowUserPointer(window));
}

ui::Key key_of_glfw(int key) {
    using ui::Key;
    if (key >= GLFW_KEY_F1 && key <= GLFW_KEY_F12)
        return static_cast<Key>(static_cast<int>(Key::kF1) + key - GLFW_KEY_F1);
    if (key >= GLFW_KEY_KP_0 && key <= GLFW_KEY_KP_9) return static_cast<Key>('0' + key - GLFW_KEY_KP_0);
    switch (key) {
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER:
            return Key::kEnter;
        case GLFW_KEY_ESCAPE:
            return Key::kEscape;
        case GLFW_KEY_TAB:
            return Key::kTab;
        case GLFW_KEY_BACKSPACE:
            return Key::kBackspace;
        case GLFW_KEY_DELETE:
            return Key::kDelete;
        case GLFW_KEY_LEFT:
            return Key::kLeft;
        case GLFW_KEY_RIGHT:
            return Key::kRight;
        case GLFW_KEY_UP:
            return Key::kUp;
        case GLFW_KEY_DOWN:
            return Key::kDown;
        case GLFW_KEY_PAGE_UP:
            return Key::kPageUp;
        case GLFW_KEY_PAGE_DOWN:
            return Key::kPageDown;
        case GLFW_KEY_HOME:
            return Key::kHome;
        case GLFW_KEY_END:
            return Key::kEnd;
        case GLFW_KEY_KP_ADD:
            return ui::key_of('=');
        case GLFW_KEY_KP_SUBTRACT:
            return ui::key_of('-');
        default:
            break;
    }
    return key >= 32 && key < 127 ? static_cast<Key>(key) : Key::kNone;
}

// Keys are named by what they print, so that [ ] and , . stay where the person's keyboard has them.
ui::Key printed_key(int key, int scancode) {
    const bool special = key >= 256;
    if (!special)
        if (const char* name = glfwGetKeyName(key, scancode); name && name[0] && !name[1]) {
            const char c = name[0] >= 'a' && name[0] <= 'z' ? static_cast<char>(name[0] - 32) : name[0];
            return ui::key_of(c == '+' ? '=' : c);
        }
    return key_of_glfw(key);
}

std::uint8_t modifiers_of(int mods) {
    return static_cast<std::uint8_t>((mods & GLFW_MOD_SHIFT ? ui::kShift : 0) |
                                     (mods & (GLFW_MOD_CONTROL | GLFW_MOD_SUPER) ? ui::kCtrl : 0) |
                                     (mods & GLFW_MOD_ALT ? ui::kAlt : 0));
}

std::string glfw_words() {
    const char* words = nullptr;
    glfwGetError(&words);
    return words ? words : "no reason given";
}

}  // namespace

Expected<std::unique_ptr<Window>> Window::open(const std::string& title, int width, int height) {
    std::unique_ptr<Window> window(new Window);
    if (!glfwInit())
        return cannot("A display was expected and there is none (" + glfw_words() +
                      "). Without one, needlepoint demo and the other commands work; see needlepoint --help.");
    window->started_ = true;
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_DEPTH_BITS, 24);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    window->window_ = glfwCreateWindow(width, height, title.c_str(), nullptr, nullptr);
    if (!window->window_)
        return cannot("A window with OpenGL 3.3 was expected and could not be opened (" + glfw_words() +
                      "). Update the graphics driver.");
    GLFWwindow* raw = window->window_;
    glfwMakeContextCurrent(raw);
    glfwSwapInterval(1);
    glfwSetWindowUserPointer(raw, window.get());
    glfwSetKeyCallback(raw, on_key);
    glfwSetCharCallback(raw, on_char);
    glfwSetCursorPosCallback(raw, on_cursor);
    glfwSetMouseButtonCallback(raw, on_button);
    glfwSetScrollCallback(raw, on_scroll);
    glfwSetWindowFocusCallback(raw, on_focus);
    return window;
}

Window::~Window() {
    if (window_) glfwDestroyWindow(window_);
    if (started_) glfwTerminate();
}

void Window::on_key(GLFWwindow* raw, int key, int scancode, int action, int mods) {
    Window& window = self(raw);
    ui::KeyPress press{printed_key(key, scancode), modifiers_of(mods), action == GLFW_REPEAT};
    if (press.key == ui::Key::kNone) return;
    const auto same = [&](const ui::KeyPress& other) { return other.key == press.key; };
    if (action == GLFW_RELEASE) {
        window.down_.erase(std::remove_if(window.down_.begin(), window.down_.end(), same), window.down_.end());
        return;
    }
    window.input_.keys.push_back(press);
    if (std::none_of(window.down_.begin(), window.down_.end(), same)) window.down_.push_back(press);
}

void Window::on_char(GLFWwindow* raw, unsigned code) {
    self(raw).input_.typed.push_back(static_cast<char32_t>(code));
}

void Window::on_cursor(GLFWwindow* raw, double x, double y) {
    Window& window = self(raw);
    x *= window.to_pixels_, y *= window.to_pixels_;
    if (window.middle_)
        window.input_.drag_x += x - window.input_.mouse_x, window.input_.drag_y += y - window.input_.mouse_y;
    window.input_.mouse_x = x;
    window.input_.mouse_y = y;
    window.input_.mouse_moved = true;
}

void Window::on_button(GLFWwindow* raw, int button, int action, int) {
    Window& window = self(raw);
    if (button == GLFW_MOUSE_BUTTON_LEFT) window.input_.left = action == GLFW_PRESS;
    if (button == GLFW_MOUSE_BUTTON_MIDDLE) window.middle_ = action == GLFW_PRESS;
    if (button < 3 && action == GLFW_PRESS) window.clicked_[button] = true;
}

void Window::on_scroll(GLFWwindow* raw, double, double y) {
    self(raw).input_.wheel += y;
}

void Window::on_focus(GLFWwindow* raw, int focused) {
    Window& window = self(raw);
    (focused ? window.input_.focus_back : window.input_.focus_lost) = true;
    // Keys that go up while another window has the focus are never heard of.
    if (!focused) window.down_.clear(), window.input_.left = false, window.middle_ = false;
}

const WindowInput& Window::poll(double wait_seconds) {
    input_.keys.clear();
    input_.typed.clear();
    input_.mouse_moved = input_.focus_lost = input_.focus_back = false;
    input_.drag_x = input_.drag_y = input_.wheel = 0;
    int logical = 0, ignored = 0, pixels = 0;
    glfwGetWindowSize(window_, &logical, &ignored);
    glfwGetFramebufferSize(window_, &pixels, &ignored);
    to_pixels_ = logical > 0 ? static_cast<double>(pixels) / logical : 1;
    if (wait_seconds > 0)
        glfwWaitEventsTimeout(wait_seconds);
    else
        glfwPollEvents();
    input_.ctrl = glfwGetKey(window_, GLFW_KEY_LEFT_CONTROL) == GLFW_PRESS ||
                  glfwGetKey(window_, GLFW_KEY_RIGHT_CONTROL) == GLFW_PRESS;
    return input_;
}

bool Window::held(ui::Action action, bool pressed) const {
    return std::any_of(down_.begin(), down_.end(),
                       [&](const ui::KeyPress& press) { return ui::action_for(press, pressed, false) == action; });
}

void Window::feed_panels() {
    ImGuiIO& io = ImGui::GetIO();
    io.MousePos = {static_cast<float>(input_.mouse_x), static_cast<float>(input_.mouse_y)};
    for (int i = 0; i < 3; ++i) {
        io.MouseDown[i] = clicked_[i] || glfwGetMouseButton(window_, i) == GLFW_PRESS;
        clicked_[i] = false;
    }
    io.MouseWheel += static_cast<float>(input_.ctrl ? 0 : input_.wheel);
}

void Window::show() {
    glfwSwapBuffers(window_);
}

render::Size Window::size() const {
    render::Size size;
    glfwGetFramebufferSize(window_, &size.width, &size.height);
    size.width = std::max(size.width, 1), size.height = std::max(size.height, 1);
    return size;
}

double Window::content_scale() const {
    float x = 1, y = 1;
    glfwGetWindowContentScale(window_, &x, &y);
    return std::clamp(static_cast<double>(x), 1.0, 2.5);
}

std::optional<WindowGamepad> Window::gamepad() const {
    for (int id = GLFW_JOYSTICK_1; id <= GLFW_JOYSTICK_LAST; ++id) {
        GLFWgamepadstate state;
        if (!glfwJoystickIsGamepad(id) || !glfwGetGamepadState(id, &state)) continue;
        const auto axis = [&](int which) {
            const double value = static_cast<double>(state.axes[which]);
            return value > -0.08 && value < 0.08 ? 0.0 : value;  // a stick that is let go rests near the middle
        };
        WindowGamepad pad;
        pad.left_x = axis(GLFW_GAMEPAD_AXIS_LEFT_X), pad.left_y = -axis(GLFW_GAMEPAD_AXIS_LEFT_Y);
        pad.right_x = axis(GLFW_GAMEPAD_AXIS_RIGHT_X), pad.right_y = -axis(GLFW_GAMEPAD_AXIS_RIGHT_Y);
        pad.trigger = std::clamp((static_cast<double>(state.axes[GLFW_GAMEPAD_AXIS_RIGHT_TRIGGER]) + 1) / 2, 0.0, 1.0);
        pad.button = state.buttons[GLFW_GAMEPAD_BUTTON_A] == GLFW_PRESS;
        return pad;
    }
    return std::nullopt;
}

bool Window::wants_to_close() const {
    return glfwWindowShouldClose(window_);
}
void Window::close() {
    glfwSetWindowShouldClose(window_, GLFW_TRUE);
}

}  // namespace np::app
