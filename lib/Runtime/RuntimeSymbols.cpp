//===- RuntimeSymbols.cpp - What compiled programs call -------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RuntimeSymbols.h"

#include "fpo/Runtime/AllocationTrace.h"
#include "fpo/Runtime/Arena.h"
#include "fpo/Transforms/MemoryTrace.h"
#include "fpo/Transforms/TraceCalls.h"

#include "mlir/ExecutionEngine/CRunnerUtils.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <utility>

using namespace mlir::fpo;

static thread_local Arena *currentArena = nullptr;
static thread_local AllocationTrace *currentTrace = nullptr;

ArenaScope::ArenaScope(Arena &arena, AllocationTrace *trace)
    : outer(std::exchange(currentArena, &arena)),
      outerTrace(std::exchange(currentTrace, trace)) {}
ArenaScope::~ArenaScope() {
  currentArena = outer;
  currentTrace = outerTrace;
}

static thread_local TrafficTrace *currentTraffic = nullptr;

TrafficScope::TrafficScope(TrafficTrace &trace)
    : outer(std::exchange(currentTraffic, &trace)) {}
TrafficScope::~TrafficScope() { currentTraffic = outer; }

static void *allocate(size_t bytes) {
  // No two allocations have the same address.
  void *memory = currentArena->allocate(std::max<size_t>(bytes, 1));
  if (currentTrace && memory)
    currentTrace->allocate(memory, bytes);
  return memory;
}
static void traceStep() {
  if (currentTrace)
    currentTrace->step();
}
static void traceUse(void *address) {
  if (currentTrace)
    currentTrace->use(address);
}
static void *allocateAligned(size_t, size_t bytes) { return allocate(bytes); }
static void *allocateZeros(size_t count, size_t bytes) {
  size_t total;
  if (__builtin_mul_overflow(count, bytes, &total))
    return nullptr;
  void *memory = allocate(total);
  return memory ? std::memset(memory, 0, total) : nullptr;
}
/// The end of the run frees all.
static void release(void *) {}

/// cf.assert prints by this what did not hold. The standard output is for
/// results.
static int report(const char *text) {
  return std::fprintf(stderr, "%s\n", text);
}

/// The bits of `value`, rounded to a narrower type.
static uint16_t truncateTo(const llvm::fltSemantics &semantics, double value) {
  llvm::APFloat number(value);
  bool losesInfo;
  number.convert(semantics, llvm::APFloat::rmNearestTiesToEven, &losesInfo);
  return static_cast<uint16_t>(number.bitcastToAPInt().getZExtValue());
}
/// The compiler's calls pass bf16 in the registers of floating point.
static float asReturned(uint16_t bits) {
  uint32_t word = bits;
  float result;
  std::memcpy(&result, &word, sizeof(result));
  return result;
}
static float truncateToBF16(float value) {
  return asReturned(truncateTo(llvm::APFloat::BFloat(), value));
}
static float truncateDoubleToBF16(double value) {
  return asReturned(truncateTo(llvm::APFloat::BFloat(), value));
}
static float truncateDoubleToF16(double value) {
  return asReturned(truncateTo(llvm::APFloat::IEEEhalf(), value));
}

/// What a traced program calls (TraceCalls.h).
static void traceBegin(size_t op) { currentTraffic->begin(op); }
static void traceEnd() { currentTraffic->end(); }
static void traceMade(uintptr_t base) { currentTraffic->made(base); }
static void traceReturned(uintptr_t base) { currentTraffic->returned(base); }
static void traceRead(uintptr_t base, size_t element, size_t bits) {
  currentTraffic->read(base, element, bits);
}
static void traceWrite(uintptr_t base, size_t element, size_t bits) {
  currentTraffic->write(base, element, bits);
}
static void traceMove(uintptr_t from, size_t fromElement, uintptr_t to,
                      size_t toElement, size_t bits) {
  currentTraffic->move(from, fromElement, to, toElement, bits);
}
static void traceBodyRead(size_t bits) { currentTraffic->readInBody(bits); }
static void traceBodyWrite(size_t bits) { currentTraffic->writeInBody(bits); }

/// By name, the address of each.
static const llvm::StringMap<llvm::orc::ExecutorAddr> &getAddresses() {
  static const llvm::StringMap<llvm::orc::ExecutorAddr> addresses = [] {
    llvm::StringMap<llvm::orc::ExecutorAddr> map;
    auto add = [&](llvm::StringRef name, auto *function) {
      map[name] = llvm::orc::ExecutorAddr::fromPtr(function);
    };
    add("malloc", allocate);
    add("aligned_alloc", allocateAligned);
    add("calloc", allocateZeros);
    add("free", release);
    add("puts", report);
    add(kTraceStepName, traceStep);
    add(kTraceUseName, traceUse);
    add("memrefCopy", memrefCopy);
    add(kTraceBegin, traceBegin);
    add(kTraceEnd, traceEnd);
    add(kTraceMade, traceMade);
    add(kTraceReturned, traceReturned);
    add(kTraceRead, traceRead);
    add(kTraceWrite, traceWrite);
    add(kTraceMove, traceMove);
    add(kTraceBodyRead, traceBodyRead);
    add(kTraceBodyWrite, traceBodyWrite);
    add("__truncsfbf2", truncateToBF16);
    add("__truncdfbf2", truncateDoubleToBF16);
    add("__truncdfhf2", truncateDoubleToF16);
    return map;
  }();
  return addresses;
}

bool mlir::fpo::isRuntimeSymbol(llvm::StringRef name) {
  return getAddresses().contains(name);
}

llvm::orc::SymbolMap
mlir::fpo::runtimeSymbols(llvm::orc::MangleAndInterner mangle) {
  llvm::orc::SymbolMap symbols;
  for (const auto &entry : getAddresses())
    symbols[mangle(entry.getKey())] = {entry.getValue(),
                                       llvm::JITSymbolFlags::Exported};
  return symbols;
}
