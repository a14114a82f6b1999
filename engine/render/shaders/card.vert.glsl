layout(location = 0) in vec3 a_position;
layout(location = 1) in vec3 a_normal;
layout(location = 2) in vec2 a_uv;
uniform float u_lift;   // mm off the skin
out vec3 v_position;
out vec3 v_normal;
out vec2 v_uv;
void main() {
    v_position = a_position + a_normal * u_lift;
    v_normal = a_normal;
    v_uv = a_uv;
    gl_Position = u_view_projection * vec4(v_position, 1.0);
}
