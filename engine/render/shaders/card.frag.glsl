in vec3 v_position;
in vec3 v_normal;
in vec2 v_uv;
out vec4 o_color;
uniform sampler2D u_alpha;
uniform vec3 u_tint;
uniform float u_strength;
uniform float u_mixed;     // how much hairs beside each other differ, 0..1
void main() {
    float a = texture(u_alpha, v_uv).r;
    a = saturate(a * u_strength);
    if (a < 0.02) discard;
    vec3 n = normalize(v_normal);
    float n_l = saturate((dot(n, u_key_direction) + 0.4) / 1.4);
    // No two hairs beside each other are the same: some lie deeper, some have gone grey.
    float hair = hash12(floor(vec2(v_uv.x * 150.0 + v_uv.y * 38.0, v_uv.y * 3.0)));
    vec3 tint = u_tint * mix(1.0, mix(0.45, 1.45, hair), u_mixed) * mix(1.12, 0.72, a);
    vec3 color = tint * (u_key_color * n_l + room_light(n));
    o_color = vec4(to_display(color), a);
}
