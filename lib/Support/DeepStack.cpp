//===- DeepStack.cpp - Room for deeply nested programs --------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Support/DeepStack.h"

#include "llvm/Support/thread.h"

#include <algorithm>
#include <optional>

#if defined(__linux__)
#include <pthread.h>
#include <sys/resource.h>
#endif

using namespace mlir;

/// The size of a stack; memory is only taken as it is used.
static constexpr unsigned kStackSize = 256U << 20;

void fpo::runOnDeepStack(llvm::function_ref<void()> function,
                         bool changesDefault) {
#if defined(__linux__)
  // Where address space is scarce, go on with what there is.
  rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur != RLIM_INFINITY)
    return function();
  if (changesDefault) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, kStackSize);
    pthread_setattr_default_np(&attributes);
    pthread_attr_destroy(&attributes);
  }
#endif
  llvm::thread worker(std::optional<unsigned>(kStackSize), function);
  worker.join();
}

bool fpo::isNestedTooDeeply(llvm::StringRef text) {
  unsigned depth = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    switch (text[at]) {
    case '(':
    case '[':
    case '{':
    case '<':
      if (++depth > kMaxNesting)
        return true;
      break;
    case '-': // an arrow
      if (text.substr(at + 1, 1) == ">")
        ++at;
      break;
    case ')':
    case ']':
    case '}':
    case '>':
      depth -= depth > 0;
      break;
    case '"':
      for (++at; at < text.size() && text[at] != '"' && text[at] != '\n'; ++at)
        at += text[at] == '\\';
      break;
    case '/':
      if (text.substr(at + 1, 1) == "/")
        at = std::min(text.find('\n', at), text.size());
      break;
    default:
      break;
    }
  }
  return false;
}
