in vec3 v_position;
in vec3 v_normal;
in vec2 v_uv;
out vec4 o_color;
uniform sampler2D u_alpha;
uniform vec3 u_tint;
uniform float u_strength;
void main() {
    float a = texture(u_alpha, v_uv).r;
    a = saturate(a * u_strength);
    if (a < 0.02) discard;
    vec3 n = normalize(v_normal);
    float n_l = saturate((dot(n, u_key_direction) + 0.4) / 1.4);
    vec3 color = u_tint * (u_key_color * n_l + room_light(n));
    o_color = vec4(to_display(color), a);
}
