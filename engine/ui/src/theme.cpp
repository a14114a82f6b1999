#include "needlepoint/ui/theme.h"

#include <ft2build.h>
#include <imgui.h>
#include <imgui_freetype.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <system_error>

namespace np::ui {
namespace {

struct Face {
    Type type;
    float size;  // em, logical pixels
    const char* file;
};
constexpr Face kFaces[] = {
    {Type::kCaption, 13, "Inter-Regular.otf"}, {Type::kBody, 15, "Inter-Regular.otf"},
    {Type::kStrong, 15, "Inter-SemiBold.otf"}, {Type::kTitle, 18, "Inter-SemiBold.otf"},
    {Type::kValue, 28, "Inter-Medium.otf"},    {Type::kNumber, 44, "Inter-Medium.otf"},
};

// The toolkit sizes a font by its ascent and descent; type is specified by its em.
struct Metrics {
    float height_per_em = 1.21f;
    float digit_per_em = 0.65f;
};

Metrics measure(const std::filesystem::path& file) {
    Metrics metrics;
    FT_Library library = nullptr;
    FT_Face face = nullptr;
    if (FT_Init_FreeType(&library) != 0) return metrics;
    if (FT_New_Face(library, file.c_str(), 0, &face) == 0 && face->units_per_EM > 0) {
        const float em = static_cast<float>(face->units_per_EM);
        metrics.height_per_em = static_cast<float>(face->ascender - face->descender) / em;
        FT_Pos widest = 0;
        for (FT_ULong digit = '0'; digit <= '9'; ++digit)
            if (FT_Load_Char(face, digit, FT_LOAD_NO_SCALE) == 0)
                widest = std::max(widest, face->glyph->metrics.horiAdvance);
        if (widest > 0) metrics.digit_per_em = static_cast<float>(widest) / em;
    }
    if (face) FT_Done_Face(face);
    FT_Done_FreeType(library);
    return metrics;
}

// Everything but the digits, which come again with one advance for all (tabular figures).
constexpr ImWchar kLetters[] = {0x20,   0x2F,   0x3A,   0x17F,  0x2013, 0x2014, 0x2018, 0x201D, 0x2022, 0x2022,
                                0x2026, 0x2026, 0x2190, 0x2193, 0x2212, 0x2212, 0x2264, 0x2265, 0};
constexpr ImWchar kDigits[] = {'0', '9', 0};

ImFont* add_face(ImFontAtlas& atlas, const Face& face, const std::filesystem::path& file, double scale) {
    const Metrics metrics = measure(file);
    const float em = face.size * static_cast<float>(scale);
    const float size = std::round(em * metrics.height_per_em);
    ImFontConfig letters;
    letters.PixelSnapH = true;
    letters.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    ImFont* font = atlas.AddFontFromFileTTF(file.c_str(), size, &letters, kLetters);
    if (!font) return nullptr;
    ImFontConfig digits = letters;
    digits.MergeMode = true;
    digits.GlyphMinAdvanceX = digits.GlyphMaxAdvanceX = std::round(em * metrics.digit_per_em);
    atlas.AddFontFromFileTTF(file.c_str(), size, &digits, kDigits);
    return font;
}

std::optional<std::filesystem::path> font_folder(std::span<const std::filesystem::path> folders) {
    std::error_code ignored;
    for (const auto& folder : folders) {
        const bool whole = std::all_of(std::begin(kFaces), std::end(kFaces), [&](const Face& face) {
            return std::filesystem::is_regular_file(folder / face.file, ignored);
        });
        if (whole) return folder;
    }
    return std::nullopt;
}

void use_toolkit_font(ImFontAtlas& atlas, Theme& theme) {
    ImFontConfig config;
    config.SizePixels = std::round(15.0f * static_cast<float>(theme.scale));
    ImFont* font = atlas.AddFontDefault(&config);
    theme.fonts.fill(font);
}

void set_style(const Theme& theme) {
    ImGuiStyle& style = ImGui::GetStyle();
    style = ImGuiStyle();
    style.WindowPadding = style.FramePadding = {0, 0};
    style.WindowBorderSize = style.ChildBorderSize = 0;
    style.WindowMinSize = {1, 1};
    style.ItemSpacing = {0, 0};
    style.ScrollbarSize = std::round(6.0f * static_cast<float>(theme.scale));
    style.ScrollbarRounding = style.ScrollbarSize;
    style.Colors[ImGuiCol_ScrollbarBg] = {0, 0, 0, 0};
    style.Colors[ImGuiCol_ScrollbarGrab] = {0.60f, 0.65f, 0.71f, 0.28f};
    style.Colors[ImGuiCol_ScrollbarGrabHovered] = {0.60f, 0.65f, 0.71f, 0.45f};
    style.Colors[ImGuiCol_ScrollbarGrabActive] = {0.31f, 0.82f, 0.77f, 0.8f};
    style.Colors[ImGuiCol_WindowBg] = style.Colors[ImGuiCol_ChildBg] = {0, 0, 0, 0};
}

double channel(std::uint32_t rgb, int shift) {
    return static_cast<double>((rgb >> shift) & 0xFF) / 255.0;
}

double luminance(Colour c) {
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(channel(c.rgb, 16)) + 0.7152 * linear(channel(c.rgb, 8)) +
           0.0722 * linear(channel(c.rgb, 0));
}

}  // namespace

Colour colour_of(Severity severity) {
    switch (severity) {
        case Severity::kGood:
            return colour::kGood;
        case Severity::kMinor:
            return colour::kMinor;
        case Severity::kMajor:
            return colour::kMajor;
        case Severity::kCritical:
            return colour::kCritical;
    }
    return colour::kQuiet;
}

double contrast(Colour text, Colour background) {
    const double a = luminance(text), b = luminance(background);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

Status build_theme(Theme& theme, std::span<const std::filesystem::path> font_folders) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas.TexGlyphPadding = 1;
    set_style(theme);
    const auto folder = font_folder(font_folders);
    if (folder) {
        bool whole = true;
        for (const Face& face : kFaces) {
            ImFont* font = add_face(atlas, face, *folder / face.file, theme.scale);
            theme.fonts[static_cast<std::size_t>(face.type)] = font;
            whole = whole && font;
        }
        if (whole && atlas.Build()) {
            ImGui::GetIO().FontDefault = theme.fonts[static_cast<std::size_t>(Type::kBody)];
            return {};
        }
        atlas.Clear();
    }
    use_toolkit_font(atlas, theme);
    atlas.Build();
    std::string where;
    for (const auto& path : font_folders) where += (where.empty() ? "" : ", ") + path.string();
    return cannot("The typeface Inter was expected in one of " + where +
                  " and was not found whole; install the package fonts-inter. A plain typeface is used until then.");
}

double fitting_scale(double wanted, double window_width, double window_height) {
    const double most = std::min(window_width / 853.0, window_height / 480.0);
    return std::clamp(std::min(wanted, most), 1.0, 2.5);
}

}  // namespace np::ui
