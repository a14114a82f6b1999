// What can go wrong, as a value: every fallible function returns Expected<T> and no exception crosses a module.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace np {

enum class ErrorKind {
    kNo,      // the answer is no: a check failed, a file is broken (exit code 1)
    kUsage,   // the caller asked wrongly (exit code 2)
    kCannot,  // it could not be done: missing file, full disk, no display (exit code 3)
};

// A sentence that says what was expected, what was found, and what to do.
struct Error {
    ErrorKind kind = ErrorKind::kNo;
    std::string message;
};

template <class T>
using Expected = tl::expected<T, Error>;
using Status = tl::expected<void, Error>;

inline tl::unexpected<Error> no(std::string message) {
    return tl::unexpected(Error{ErrorKind::kNo, std::move(message)});
}
inline tl::unexpected<Error> usage(std::string message) {
    return tl::unexpected(Error{ErrorKind::kUsage, std::move(message)});
}
inline tl::unexpected<Error> cannot(std::string message) {
    return tl::unexpected(Error{ErrorKind::kCannot, std::move(message)});
}

}  // namespace np
