// Smooths stair-steps along edges in the finished picture (in the manner of FXAA): blends along the edge that the
// brightness of the neighbours shows. For drivers where several samples per pixel are too dear.
out vec4 o_color;
uniform sampler2D u_picture;
float brightness(vec3 c) { return dot(c, vec3(0.299, 0.587, 0.114)); }
void main() {
    ivec2 last = textureSize(u_picture, 0) - 1, at = ivec2(gl_FragCoord.xy);
    vec2 texel = 1.0 / vec2(last + 1);
    vec2 uv = gl_FragCoord.xy * texel;
    vec3 middle = texelFetch(u_picture, at, 0).rgb;
    float m = brightness(middle);
    float nw = brightness(texture(u_picture, uv + vec2(-0.5, 0.5) * texel).rgb), ne = brightness(texture(u_picture, uv + vec2(0.5, 0.5) * texel).rgb);
    float sw = brightness(texture(u_picture, uv + vec2(-0.5, -0.5) * texel).rgb), se = brightness(texture(u_picture, uv + vec2(0.5, -0.5) * texel).rgb);
    float low = min(m, min(min(nw, ne), min(sw, se))), high = max(m, max(max(nw, ne), max(sw, se)));
    vec2 along = vec2((sw + se) - (nw + ne), (nw + sw) - (ne + se));
    float damp = max((nw + ne + sw + se) * 0.03, 0.008);
    along = clamp(along / (min(abs(along.x), abs(along.y)) + damp), -6.0, 6.0) * texel;
    vec3 near = 0.5 * (texture(u_picture, uv - along / 6.0).rgb + texture(u_picture, uv + along / 6.0).rgb);
    vec3 far = 0.5 * near + 0.25 * (texture(u_picture, uv - 0.5 * along).rgb + texture(u_picture, uv + 0.5 * along).rgb);
    float f = brightness(far);
    vec3 smooth_color = f < low || f > high ? near : far;
    o_color = vec4(high - low < 0.04 ? middle : smooth_color, 1.0);
}
