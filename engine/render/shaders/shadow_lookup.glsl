// How much of the key light reaches a point, 0..1. The point is moved along its normal first: wrapped light would show
// the shadow map's own pattern otherwise.
uniform sampler2DShadow u_shadow_map;
#ifdef LITE
const float kNormalBias = 2.6;   // coarser mesh, one look-up
#else
const float kNormalBias = 1.6;
#endif
float shadow_at(vec3 p, vec3 n) {
    float slope = 1.0 - saturate(dot(n, u_key_direction));
    vec4 q = u_shadow_matrix * vec4(p + n * u_shadow_texel * kNormalBias * (1.0 + 1.9 * slope), 1.0);
    vec3 at = q.xyz * 0.5 + 0.5;
    if (any(lessThan(at, vec3(0.001))) || any(greaterThan(at, vec3(0.999)))) return 1.0;
    float bias = 0.0006;
#ifdef SOFT_SHADOWS
    float sum = 0.0;
    vec2 step_size = vec2(SOFT_SHADOWS > 1 ? 4.0 : 1.6) / vec2(textureSize(u_shadow_map, 0));
    for (int y = -SOFT_SHADOWS; y <= SOFT_SHADOWS; ++y)
        for (int x = -SOFT_SHADOWS; x <= SOFT_SHADOWS; ++x) sum += texture(u_shadow_map, vec3(at.xy + vec2(float(x), float(y)) * step_size, at.z - bias));
    return sum / float((2 * SOFT_SHADOWS + 1) * (2 * SOFT_SHADOWS + 1));
#else
    return texture(u_shadow_map, vec3(at.xy, at.z - bias));
#endif
}
