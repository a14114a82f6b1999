layout(location = 0) in vec3 a_position;
layout(location = 1) in vec3 a_normal;
layout(location = 2) in vec2 a_uv;
layout(location = 3) in vec4 a_color;
layout(location = 4) in vec4 a_material;  // roughness, metal, finish * 255, occlusion (0 = open)
uniform mat4 u_model;
out vec3 v_position;
out vec3 v_local;
out vec3 v_normal;
out vec2 v_uv;
out vec4 v_color;
out vec4 v_material;

void main() {
    vec4 p = u_model * vec4(a_position, 1.0);
    v_position = p.xyz;
    v_local = a_position;
    v_normal = mat3(u_model) * a_normal;
    v_uv = a_uv;
    v_color = vec4(from_srgb(a_color.rgb), a_color.a);
    v_material = a_material;
    gl_Position = u_view_projection * p;
}
