// Light that skin returns from below its surface: it wraps round the edge of the light, red the farthest.
// `n_red` is the smoother normal that red light sees.
struct SkinLight {
    vec3 key;       // unshadowed
    vec3 room;
};
SkinLight skin_light(vec3 n, vec3 n_red, float ao, float wrap_scale) {
    vec3 wrap = vec3(0.46, 0.21, 0.13) * wrap_scale;
    vec3 n_l = vec3(dot(n_red, u_key_direction), dot(mix(n, n_red, 0.4), u_key_direction), dot(n, u_key_direction));
    vec3 lit = clamp((n_l + wrap) / (1.0 + wrap), 0.0, 1.0);
    lit = lit * lit * (3.0 - 2.0 * lit) * 0.35 + lit * 0.65;
    lit /= 1.0 + 0.5 * wrap;
    float rim = saturate((dot(n, u_rim_direction) + 0.25) / 1.25);
    vec3 shut_in = pow(vec3(max(ao, 0.001)), vec3(0.75, 1.05, 1.15));
    return SkinLight(u_key_color * lit * mix(1.0, ao, 0.35), (room_light(n) * vec3(1.07, 0.99, 0.93) + u_rim_color * rim * rim) * shut_in);  // skin lights skin
}
// The edge of a shadow is red: that much light comes through the skin from the side.
vec3 skin_shaded(SkinLight light, float shadow) {
    // The lamp is as wide as the face: even in its shadow a good part of it is seen.
    float s = mix(0.38, 1.0, shadow);
    return light.key * vec3(sqrt(s), s, s) + light.room;
}
