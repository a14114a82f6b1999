// A calm room out of focus: the gradient, and a little of the light that falls on its far wall.
in vec2 v_at;
out vec4 o_color;
uniform vec2 u_size;
uniform float u_room;
float soft_box(vec2 p, vec2 middle, vec2 half_size, float blur) {
    vec2 d = smoothstep(half_size + blur, half_size - blur, abs(p - middle));
    return d.x * d.y;
}
void main() {
    vec3 top = vec3(0.1059, 0.1255, 0.1490), bottom = vec3(0.0588, 0.0745, 0.0902);   // #1B2026, #0F1317
    vec3 c = mix(bottom, top, smoothstep(0.0, 1.0, v_at.y));
    float aspect = u_size.x / max(u_size.y, 1.0);
    vec2 p = vec2((v_at.x - 0.5) * aspect, v_at.y - 0.5);
    float pool = exp(-dot(p * vec2(0.9, 1.2) - vec2(0.0, 0.12), p * vec2(0.9, 1.2) - vec2(0.0, 0.12)) * 2.6);
    c += vec3(0.030, 0.034, 0.038) * pool;
    float window = soft_box(p, vec2(-0.62, 0.20), vec2(0.16, 0.26), 0.10);
    float shelf = soft_box(p, vec2(0.66, 0.04), vec2(0.20, 0.34), 0.12);
    c += u_room * (window * vec3(0.020, 0.026, 0.034) + shelf * vec3(0.012, 0.013, 0.014));
    c += (hash12(gl_FragCoord.xy) - 0.5) / 255.0;   // no bands in the gradient
    o_color = vec4(c, 1.0);
}
