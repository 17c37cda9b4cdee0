//===- Processor.cpp - Which processor code is for ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Processor.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Target/TargetOptions.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/SubtargetFeature.h"
#include "llvm/TargetParser/Triple.h"

#include <mutex>

using namespace mlir;
using namespace mlir::fpo;

/// The kinds of systems that code can be written for by the name of a processor
/// alone.
static constexpr StringRef kTriples[] = {"x86_64-unknown-linux-gnu",
                                         "aarch64-unknown-linux-gnu",
                                         "riscv64-unknown-linux-gnu"};

static const llvm::Target *findBackend(StringRef triple, std::string &error) {
  static std::once_flag initialized;
  std::call_once(initialized, [] {
    llvm::InitializeAllTargetInfos();
    llvm::InitializeAllTargets();
    llvm::InitializeAllTargetMCs();
    llvm::InitializeAllAsmPrinters();
  });
  return llvm::TargetRegistry::lookupTarget(llvm::Triple(triple), error);
}

static std::unique_ptr<llvm::MCSubtargetInfo>
createSubtarget(const Processor &processor) {
  std::string error;
  const llvm::Target *backend = findBackend(processor.triple, error);
  if (!backend)
    return nullptr;
  return std::unique_ptr<llvm::MCSubtargetInfo>(backend->createMCSubtargetInfo(
      llvm::Triple(processor.triple), processor.cpu, processor.features));
}

bool Processor::has(StringRef feature) const {
  std::unique_ptr<llvm::MCSubtargetInfo> subtarget = createSubtarget(*this);
  return subtarget && subtarget->checkFeatures(("+" + feature).str());
}

SmallVector<std::string> Processor::getFeatures() const {
  SmallVector<std::string> names;
  if (std::unique_ptr<llvm::MCSubtargetInfo> subtarget = createSubtarget(*this))
    for (const llvm::SubtargetFeatureKV &feature :
         subtarget->getEnabledProcessorFeatures())
      names.push_back(feature.Key);
  return names;
}

/// The bits of the vectors of SVE, which LLVM does not know of: the manuals of
/// Arm's and Fujitsu's cores. All others have 128.
static constexpr std::pair<StringRef, unsigned> kScalableBits[] = {
    {"a64fx", 512}, {"neoverse-v1", 256}, {"neoverse-512tvb", 256}};

unsigned Processor::getVectorBits() const {
  if (llvm::Triple(triple).isX86())
    return has("avx512f") ? 512 : has("avx") ? 256 : 128;
  return getScalableBits().value_or(128);
}

std::optional<unsigned> Processor::getScalableBits() const {
  if (!llvm::Triple(triple).isAArch64() || !has("sve"))
    return std::nullopt;
  for (auto [name, bits] : kScalableBits)
    if (name == cpu)
      return bits;
  return std::nullopt;
}

unsigned Processor::getNumVectorRegisters() const {
  return llvm::Triple(triple).isX86() && !has("avx512f") ? 16 : 32;
}

/// The features that `names` lists, `amx-tile+amx-int8`, as LLVM takes them.
static FailureOr<std::string> readFeatures(StringRef names,
                                           const llvm::MCSubtargetInfo &known,
                                           Location loc) {
  llvm::SubtargetFeatures features;
  for (StringRef name : llvm::split(names, '+')) {
    if (llvm::none_of(known.getAllProcessorFeatures(),
                      [&](const llvm::SubtargetFeatureKV &feature) {
                        return name == feature.Key;
                      }))
      return emitError(loc)
             << "LLVM knows no feature '" << name << "' of a processor";
    features.AddFeature(name);
  }
  return features.getString();
}

FailureOr<Processor> fpo::getProcessor(StringRef name, Location loc) {
  if (name == "host") {
    llvm::SubtargetFeatures features;
    for (const auto &[feature, isOn] : llvm::sys::getHostCPUFeatures())
      features.AddFeature(feature, isOn);
    return Processor{llvm::sys::getProcessTriple(),
                     llvm::sys::getHostCPUName().str(), features.getString()};
  }
  auto [cpu, more] = name.split('+');
  for (StringRef triple : kTriples) {
    Processor processor{triple.str(), cpu.str(), ""};
    // A subtarget of an unknown processor warns on stderr; ask for a generic
    // one, which knows the names of the others.
    std::unique_ptr<llvm::MCSubtargetInfo> subtarget =
        createSubtarget({triple.str(), "", ""});
    if (!subtarget || !subtarget->isCPUStringValid(cpu))
      continue;
    if (!more.empty()) {
      FailureOr<std::string> features = readFeatures(more, *subtarget, loc);
      if (failed(features))
        return failure();
      processor.features = *features;
    }
    return processor;
  }
  return emitError(loc) << "there is no machine or processor '" << name
                        << "'; take host, a machine of --print-targets, or a "
                           "name that clang -mcpu= knows, such as x86-64-v3 or "
                           "neoverse-v1";
}

FailureOr<std::unique_ptr<llvm::TargetMachine>>
fpo::createTargetMachine(const Processor &processor, unsigned optLevel,
                         Location loc) {
  std::string error;
  const llvm::Target *backend = findBackend(processor.triple, error);
  if (!backend)
    return emitError(loc) << "no code can be made for '" << processor.triple
                          << "': " << error;
  return std::unique_ptr<llvm::TargetMachine>(backend->createTargetMachine(
      llvm::Triple(processor.triple), processor.cpu, processor.features,
      llvm::TargetOptions(), llvm::Reloc::PIC_, std::nullopt,
      static_cast<llvm::CodeGenOptLevel>(optLevel)));
}
