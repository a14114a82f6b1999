#include "gl_objects.h"

#include <algorithm>
#include <cassert>

#include "shader_texts.h"

namespace np::render {

void free_buffer(GLuint name) {
    glDeleteBuffers(1, &name);
}
void free_vertex_array(GLuint name) {
    glDeleteVertexArrays(1, &name);
}
void free_texture(GLuint name) {
    glDeleteTextures(1, &name);
}
void free_framebuffer(GLuint name) {
    glDeleteFramebuffers(1, &name);
}
void free_renderbuffer(GLuint name) {
    glDeleteRenderbuffers(1, &name);
}
void free_program(GLuint name) {
    glDeleteProgram(name);
}

GlBuffer new_buffer(GLenum target, const void* data, std::size_t bytes) {
    GLuint name = 0;
    glGenBuffers(1, &name);
    glBindBuffer(target, name);
    glBufferData(target, static_cast<GLsizeiptr>(bytes), data, GL_STATIC_DRAW);
    return GlBuffer(name);
}
GlVertexArray new_vertex_array() {
    GLuint name = 0;
    glGenVertexArrays(1, &name);
    return GlVertexArray(name);
}
GlTexture new_texture() {
    GLuint name = 0;
    glGenTextures(1, &name);
    return GlTexture(name);
}
GlFramebuffer new_framebuffer() {
    GLuint name = 0;
    glGenFramebuffers(1, &name);
    return GlFramebuffer(name);
}
GlRenderbuffer new_renderbuffer() {
    GLuint name = 0;
    glGenRenderbuffers(1, &name);
    return GlRenderbuffer(name);
}

namespace {

// The text of shaders/<name>.glsl.
std::string_view shader_text(std::string_view name) {
    for (const EmbeddedText& shader : shader_texts())
        if (shader.name == name) return shader.text;
    assert(!"no such shader");
    return {};
}

std::string source_of(std::string_view defines, std::initializer_list<std::string_view> parts) {
    std::string text = epoxy_is_desktop_gl() ? "#version 330 core\n"
                                             : "#version 300 es\nprecision highp float;\nprecision highp int;\n"
                                               "precision highp sampler2DShadow;\n";
    for (std::size_t from = 0; from < defines.size();) {
        const std::size_t to = std::min(defines.find(' ', from), defines.size());
        // "NAME=value"
        std::string define(defines.substr(from, to - from));
        std::replace(define.begin(), define.end(), '=', ' ');
        text += "#define " + define + "\n";
        from = to + 1;
    }
    for (const auto part : parts) text += std::string(shader_text(part)) + "\n";
    return text;
}

std::string log_of(GLuint name, bool program) {
    GLint length = 0;
    program ? glGetProgramiv(name, GL_INFO_LOG_LENGTH, &length) : glGetShaderiv(name, GL_INFO_LOG_LENGTH, &length);
    std::string log(static_cast<std::size_t>(std::max(length, 1)), ' ');
    program ? glGetProgramInfoLog(name, length, nullptr, log.data())
            : glGetShaderInfoLog(name, length, nullptr, log.data());
    return log;
}

Expected<GLuint> compiled(GLenum stage, const std::string& text, std::string_view name) {
    const GLuint shader = glCreateShader(stage);
    const char* data = text.c_str();
    glShaderSource(shader, 1, &data, nullptr);
    glCompileShader(shader);
    GLint good = GL_FALSE;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
    if (!good) {
        const std::string log = log_of(shader, false);
        glDeleteShader(shader);
        return cannot("the graphics driver refuses the shader " + std::string(name) + ": " + log +
                      ". A driver with OpenGL 3.3 or OpenGL ES 3.0 is needed; update it or use Mesa's software driver");
    }
    return shader;
}

}  // namespace

Expected<Program> Program::build(std::string_view defines, std::initializer_list<std::string_view> vertex,
                                 std::initializer_list<std::string_view> fragment) {
    const auto vertex_name = *(vertex.end() - 1), fragment_name = *(fragment.end() - 1);
    auto v = compiled(GL_VERTEX_SHADER, source_of(defines, vertex), vertex_name);
    if (!v) return tl::unexpected(v.error());
    auto f = compiled(GL_FRAGMENT_SHADER, source_of(defines, fragment), fragment_name);
    if (!f) {
        glDeleteShader(*v);
        return tl::unexpected(f.error());
    }
    Program out;
    out.program_ = GlProgram(glCreateProgram());
    const GLuint program = out.program_.get();
    glAttachShader(program, *v);
    glAttachShader(program, *f);
    glLinkProgram(program);
    // A shader lives as long as it is attached, deleted or not.
    for (const GLuint shader : {*v, *f}) {
        glDetachShader(program, shader);
        glDeleteShader(shader);
    }
    GLint good = GL_FALSE;
    glGetProgramiv(program, GL_LINK_STATUS, &good);
    if (!good)
        return cannot("the graphics driver can't link the shader " + std::string(fragment_name) + ": " +
                      log_of(program, true));
    return out;
}

GLint Program::at(const char* name) const {
    const auto found = places_.find(name);
    if (found != places_.end()) return found->second;
    const GLint place = glGetUniformLocation(program_.get(), name);
    places_.emplace(name, place);
    return place;
}

}  // namespace np::render
