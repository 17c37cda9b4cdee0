//===- Topology.cpp - Cores and caches of this machine --------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Topology.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

#ifdef __linux__
#include <sched.h>
#endif
#include <unistd.h>

using namespace mlir;
using namespace mlir::fpo;

static constexpr StringLiteral kProcessors = "/sys/devices/system/cpu/cpu";

/// The first line of a file of the system, or nothing.
static std::string readLine(const Twine &path) {
  auto file = llvm::MemoryBuffer::getFileAsStream(path);
  return file ? (*file)->getBuffer().split('\n').first.trim().str() : "";
}

/// The number in such a file, with its unit; 0 if there is none.
static uint64_t readNumber(const Twine &path) {
  std::string line = readLine(path);
  StringRef text = line;
  uint64_t unit = text.consume_back("K") ? 1024 : 1;
  uint64_t number;
  return text.getAsInteger(10, number) ? 0 : number * unit;
}

/// The numbers of a list such as "0-3,8".
static std::vector<unsigned> parseList(StringRef list) {
  std::vector<unsigned> numbers;
  for (StringRef part : llvm::split(list, ',')) {
    auto [from, to] = part.split('-');
    unsigned first, last;
    if (from.getAsInteger(10, first))
      continue;
    if (to.getAsInteger(10, last))
      last = first;
    for (unsigned number = first; number <= last; ++number)
      numbers.push_back(number);
  }
  return numbers;
}

std::vector<unsigned> fpo::findProcessors(unsigned cores) {
  std::vector<unsigned> processors;
#ifdef __linux__
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof(allowed), &allowed))
    return {};
  for (unsigned processor = 0; processor < CPU_SETSIZE; ++processor) {
    if (!CPU_ISSET(processor, &allowed))
      continue;
    // The others of its core do no more than it does.
    std::vector<unsigned> siblings = parseList(readLine(
        kProcessors + Twine(processor) + "/topology/thread_siblings_list"));
    if (llvm::none_of(siblings, [&](unsigned sibling) {
          return llvm::is_contained(processors, sibling);
        }))
      processors.push_back(processor);
  }
#endif
  if (processors.size() != cores)
    return {};
  return processors;
}

/// The caches of data that `processor` reaches, by their level.
static std::vector<MemoryLevel> readCaches(ArrayRef<unsigned> processors) {
  std::vector<MemoryLevel> levels;
  if (processors.empty())
    return levels;
  for (unsigned index = 0;; ++index) {
    std::string folder = (kProcessors + Twine(processors.front()) +
                          "/cache/index" + Twine(index))
                             .str();
    uint64_t number = readNumber(folder + "/level");
    if (number == 0)
      break;
    if (readLine(folder + "/type") == "Instruction")
      continue;
    MemoryLevel level;
    level.name = "L" + std::to_string(number);
    level.capacity = readNumber(folder + "/size");
    level.line = readNumber(folder + "/coherency_line_size");
    level.associativity = readNumber(folder + "/ways_of_associativity");
    level.cores = llvm::count_if(
        parseList(readLine(folder + "/shared_cpu_list")),
        [&](unsigned other) { return llvm::is_contained(processors, other); });
    level.cores = std::max(level.cores, 1U);
    level.source = "Linux, " + folder;
    if (level.capacity != 0)
      levels.push_back(std::move(level));
  }
  llvm::sort(levels, [](const MemoryLevel &lhs, const MemoryLevel &rhs) {
    return lhs.name < rhs.name;
  });
  return levels;
}

/// The same from the C library, for which nothing is shared but the last level.
static std::vector<MemoryLevel> queryCaches(unsigned cores) {
  std::vector<MemoryLevel> levels;
#ifdef _SC_LEVEL1_DCACHE_SIZE
  struct Names {
    const char *name;
    int size, line, ways;
  };
  for (Names names :
       {Names{"L1", _SC_LEVEL1_DCACHE_SIZE, _SC_LEVEL1_DCACHE_LINESIZE,
              _SC_LEVEL1_DCACHE_ASSOC},
        Names{"L2", _SC_LEVEL2_CACHE_SIZE, _SC_LEVEL2_CACHE_LINESIZE,
              _SC_LEVEL2_CACHE_ASSOC},
        Names{"L3", _SC_LEVEL3_CACHE_SIZE, _SC_LEVEL3_CACHE_LINESIZE,
              _SC_LEVEL3_CACHE_ASSOC}}) {
    MemoryLevel level;
    level.name = names.name;
    level.capacity = std::max(sysconf(names.size), 0L);
    level.line = std::max(sysconf(names.line), 0L);
    level.associativity = std::max(sysconf(names.ways), 0L);
    level.cores = level.name == "L3" ? cores : 1;
    level.source = "sysconf";
    if (level.capacity != 0)
      levels.push_back(std::move(level));
  }
#endif
  return levels;
}

std::vector<MemoryLevel> fpo::findMemoryLevels(ArrayRef<unsigned> processors,
                                               unsigned cores) {
  std::vector<MemoryLevel> levels = readCaches(processors);
  if (levels.empty())
    levels = queryCaches(cores);
  for (MemoryLevel &level : levels)
    // A geometry that does not come out is made up, by a hypervisor mostly.
    if (level.line == 0 || level.associativity == 0 ||
        level.capacity % (uint64_t(level.line) * level.associativity) != 0)
      level.associativity = 0;
  MemoryLevel main;
  main.name = "DRAM";
  main.cores = cores;
  main.capacity = uint64_t(std::max(sysconf(_SC_PHYS_PAGES), 1L)) *
                  std::max(sysconf(_SC_PAGESIZE), 1L);
  main.source = "sysconf";
  levels.push_back(std::move(main));
  return levels;
}
