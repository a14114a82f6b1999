// Smooths stair-steps along edges in the finished picture, for drivers where several samples per pixel are too dear: a pixel
// that differs from its four neighbours is drawn from a place moved towards the side that it lacks.
out vec4 o_color;
uniform sampler2D u_picture;
uniform vec2 u_texel;
float brightness(ivec2 at) { return dot(texelFetch(u_picture, at, 0).rgb, vec3(0.299, 0.587, 0.114)); }
void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    ivec2 last = ivec2(1.0 / u_texel + 0.5) - 1;
    vec3 middle = texelFetch(u_picture, at, 0).rgb;
    float m = dot(middle, vec3(0.299, 0.587, 0.114));
    float n = brightness(ivec2(at.x, min(at.y + 1, last.y))), s = brightness(ivec2(at.x, max(at.y - 1, 0)));
    float e = brightness(ivec2(min(at.x + 1, last.x), at.y)), w = brightness(ivec2(max(at.x - 1, 0), at.y));
    float range = max(m, max(max(n, s), max(e, w))) - min(m, min(min(n, s), min(e, w)));
    float lack = clamp(abs(0.25 * (n + s + e + w) - m) / max(range, 0.001), 0.0, 1.0);
    vec2 towards = abs(n + s - 2.0 * m) > abs(e + w - 2.0 * m) ? vec2(0.0, abs(n - m) > abs(s - m) ? 1.0 : -1.0)
                                                               : vec2(abs(e - m) > abs(w - m) ? 1.0 : -1.0, 0.0);
    float amount = range < 0.045 ? 0.0 : 0.9 * smoothstep(0.0, 0.75, lack);
    o_color = vec4(texture(u_picture, (gl_FragCoord.xy + towards * amount * 0.66) * u_texel).rgb, 1.0);
}
