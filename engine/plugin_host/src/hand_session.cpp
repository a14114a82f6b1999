#include "needlepoint/plugin_host/hand_session.h"

#include <limits>
#include <nlohmann/json.hpp>

#include "record_writer.h"

namespace np::plugin_host {
namespace {

using json = nlohmann::json;
using sdk::FieldInfo;
using sdk::FieldType;

struct Limits {
    std::int64_t least;
    std::uint64_t most;
    std::uint32_t bytes;
};

Limits limits_of(FieldType type) {
    switch (type) {
        case FieldType::kU8s:
            return {0, 255, 1};
        case FieldType::kU32:
        case FieldType::kU32s:
            return {0, 0xffffffffu, 4};
        case FieldType::kU64:
            return {0, std::numeric_limits<std::uint64_t>::max(), 8};
        case FieldType::kI64:
            return {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(), 8};
        default:
            return {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max(), 4};
    }
}

// Appends the number's bytes; false if it is none or does not fit.
bool put_number(const json& value, const Limits& limits, std::vector<std::byte>& out) {
    std::uint64_t bits = 0;
    if (value.is_number_unsigned()) {
        bits = value.get<std::uint64_t>();
        if (bits > limits.most) return false;
    } else if (value.is_number_integer()) {
        const auto number = value.get<std::int64_t>();
        if (number < limits.least) return false;
        bits = static_cast<std::uint64_t>(number);
    } else {
        return false;
    }
    const auto* from = reinterpret_cast<const std::byte*>(&bits);
    out.insert(out.end(), from, from + limits.bytes);
    return true;
}

class LineReader {
  public:
    LineReader(HandSession& session, std::string_view name) : session_(session), name_(name) {}

    Status read(std::string_view line, std::size_t number) {
        number_ = number;
        const std::size_t begin = line.find_first_not_of(" \t\r");
        if (begin == std::string_view::npos || line[begin] == '#') return {};
        const json object = json::parse(line, nullptr, false);
        if (!object.is_object())
            return wrong("one JSON object was expected, found something else; write {\"tick\": 0, \"kind\": \"...\"}");
        if (object.contains("kind")) return event(object);
        if (object.contains("parameter")) return parameter(object);
        if (object.contains("seed")) return seed(object);
        if (object.contains("chunk")) return chunk(object);
        if (object.contains("chunk_hex")) return chunk_hex(object);
        return wrong("kind, parameter, seed, chunk or chunk_hex was expected, found none of them");
    }

  private:
    tl::unexpected<Error> wrong(const std::string& what) const {
        return no(std::string(name_) + ":" + std::to_string(number_) + ": " + what);
    }

    Status event(const json& object) {
        const sdk::KindInfo* kind = nullptr;
        for (const sdk::KindInfo& one : sdk::kKinds)
            if (object["kind"].is_string() && object["kind"].get<std::string>() == one.name) kind = &one;
        if (kind == nullptr) return wrong("a kind of the event table was expected, found " + object["kind"].dump());
        const auto tick = object.find("tick");
        if (tick == object.end() || !tick->is_number_unsigned()) return wrong("a tick of 0 or more was expected");
        if (tick->get<std::uint64_t>() < last_tick_)
            return wrong("ticks that go up were expected, found " + tick->dump() + " after " +
                         std::to_string(last_tick_));
        last_tick_ = tick->get<std::uint64_t>();
        for (const auto& [key, value] : object.items())
            if (key != "kind" && key != "tick" && field_named(*kind, key) == nullptr)
                return wrong("a field of '" + std::string(kind->name) + "' was expected, found '" + key + "'");
        RecordWriter writer(*kind, last_tick_);
        for (const FieldInfo& field : kind->fields)
            if (const auto at = object.find(field.name); at != object.end())
                if (Status put = put_field(field, *at, writer); !put) return put;
        writer.finish(session_.events);
        return {};
    }

    static const FieldInfo* field_named(const sdk::KindInfo& kind, const std::string& name) {
        for (const FieldInfo& field : kind.fields)
            if (name == field.name) return &field;
        return nullptr;
    }

    Status put_field(const FieldInfo& field, const json& value, RecordWriter& writer) const {
        std::vector<std::byte> bytes;
        const std::string name = "'" + std::string(field.name) + "'";
        if (field.type == FieldType::kText) {
            if (!value.is_string()) return wrong("a text was expected for " + name + ", found " + value.dump());
            const auto text = value.get<std::string>();
            writer.contents(field.offset, std::as_bytes(std::span(text.data(), text.size())), 1);
            return {};
        }
        const Limits limits = limits_of(field.type);
        const std::uint32_t element = element_bytes(field.type);
        const bool vector = field.type == FieldType::kI32X3;
        if (element == 0 && !vector) {
            if (!put_number(value, limits, bytes))
                return wrong("a whole number that fits was expected for " + name + ", found " + value.dump());
            writer.put(field.offset, bytes.data(), bytes.size());
            return {};
        }
        if (!value.is_array() || (vector && value.size() != 3))
            return wrong((vector ? "three numbers were expected for " : "a list was expected for ") + name +
                         ", found " + value.dump());
        for (const json& one : value)
            if (!put_number(one, limits, bytes))
                return wrong("whole numbers that fit were expected for " + name + ", found " + one.dump());
        if (vector)
            writer.put(field.offset, bytes.data(), bytes.size());
        else
            writer.contents(field.offset, bytes, element);
        return {};
    }

    Status parameter(const json& object) {
        if (!object["parameter"].is_string())
            return wrong("a key was expected for parameter, found " + object["parameter"].dump());
        const auto key = object["parameter"].get<std::string>();
        const json value = object.value("value", json());
        if (value.is_number())
            session_.parameters.set(key, value.get<double>());
        else if (value.is_string())
            session_.parameters.set(key, value.get<std::string>());
        else
            return wrong("a number or a text was expected as value of '" + key + "', found " + value.dump());
        return {};
    }

    Status seed(const json& object) {
        if (!object["seed"].is_number_unsigned())
            return wrong("a whole number was expected as seed, found " + object["seed"].dump());
        session_.seed = object["seed"].get<std::uint64_t>();
        return {};
    }

    Status chunk(const json& object) {
        if (!object["chunk"].is_string()) return wrong("a text was expected as chunk, found " + object["chunk"].dump());
        const auto text = object["chunk"].get<std::string>();
        const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
        session_.chunks.emplace_back(bytes.begin(), bytes.end());
        return {};
    }

    Status chunk_hex(const json& object) {
        const std::string text = object["chunk_hex"].is_string() ? object["chunk_hex"].get<std::string>() : "?";
        const auto digit = [](char c) {
            return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        };
        std::vector<std::byte> bytes;
        for (std::size_t i = 0; i < text.size(); i += 2) {
            if (i + 1 >= text.size() || digit(text[i]) < 0 || digit(text[i + 1]) < 0)
                return wrong("pairs of the digits 0-9 and a-f were expected as chunk_hex, found " +
                             object["chunk_hex"].dump());
            bytes.push_back(static_cast<std::byte>(digit(text[i]) * 16 + digit(text[i + 1])));
        }
        session_.chunks.push_back(bytes);
        return {};
    }

    HandSession& session_;
    std::string_view name_;
    std::size_t number_ = 0;
    sdk::Tick last_tick_ = 0;
};

}  // namespace

Expected<HandSession> parse_hand_session(std::string_view text, std::string_view name) {
    HandSession session;
    LineReader reader(session, name);
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (Status read = reader.read(text.substr(0, end), number); !read) return tl::unexpected(read.error());
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return session;
}

}  // namespace np::plugin_host
