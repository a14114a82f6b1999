// OpenGL names that are freed with their owner, and programs that know their uniforms.
#pragma once

#include <epoxy/gl.h>

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "needlepoint/core/status.h"
#include "needlepoint/geometry/vec3.h"
#include "needlepoint/render/camera.h"

namespace np::render {

// One OpenGL name; `Free` deletes it.
template <void (*Free)(GLuint)>
class GlName {
  public:
    GlName() = default;
    explicit GlName(GLuint name) : name_(name) {}
    GlName(GlName&& other) noexcept : name_(std::exchange(other.name_, 0)) {}
    GlName& operator=(GlName&& other) noexcept {
        std::swap(name_, other.name_);
        return *this;
    }
    ~GlName() {
        if (name_) Free(name_);
    }
    GLuint get() const { return name_; }
    explicit operator bool() const { return name_ != 0; }

  private:
    GLuint name_ = 0;
};

void free_buffer(GLuint name);
void free_vertex_array(GLuint name);
void free_texture(GLuint name);
void free_framebuffer(GLuint name);
void free_renderbuffer(GLuint name);
void free_program(GLuint name);
using GlBuffer = GlName<free_buffer>;
using GlVertexArray = GlName<free_vertex_array>;
using GlTexture = GlName<free_texture>;
using GlFramebuffer = GlName<free_framebuffer>;
using GlRenderbuffer = GlName<free_renderbuffer>;
using GlProgram = GlName<free_program>;

GlBuffer new_buffer(GLenum target, const void* data, std::size_t bytes);
GlVertexArray new_vertex_array();
GlTexture new_texture();
GlFramebuffer new_framebuffer();
GlRenderbuffer new_renderbuffer();

// A linked program. Setting a uniform that the compiler dropped does nothing.
class Program {
  public:
    Program() = default;
    // `defines` as "LITE SOFT_SHADOWS"; sources are names of embedded shaders, joined in order.
    static Expected<Program> build(std::string_view defines, std::initializer_list<std::string_view> vertex,
                                   std::initializer_list<std::string_view> fragment);
    bool ready() const { return static_cast<bool>(program_); }
    void use() const { glUseProgram(program_.get()); }
    void set(const char* name, int value) const { glUniform1i(at(name), value); }
    void set(const char* name, float x) const { glUniform1f(at(name), x); }
    void set(const char* name, double x) const { glUniform1f(at(name), static_cast<float>(x)); }
    void set(const char* name, double x, double y) const {
        glUniform2f(at(name), static_cast<float>(x), static_cast<float>(y));
    }
    void set(const char* name, geometry::Vec3 v) const {
        glUniform3f(at(name), static_cast<float>(v.x), static_cast<float>(v.y), static_cast<float>(v.z));
    }
    void set(const char* name, geometry::Vec3 v, double w) const {
        glUniform4f(at(name), static_cast<float>(v.x), static_cast<float>(v.y), static_cast<float>(v.z),
                    static_cast<float>(w));
    }
    template <std::size_t N>
    void set(const char* name, const std::array<float, N>& list) const {
        glUniform1fv(at(name), static_cast<GLsizei>(N), list.data());
    }
    void set(const char* name, const Matrix4& m) const { glUniformMatrix4fv(at(name), 1, GL_FALSE, m.data()); }

  private:
    GLint at(const char* name) const;
    GlProgram program_;
    mutable std::unordered_map<std::string, GLint> places_;
};

}  // namespace np::render
