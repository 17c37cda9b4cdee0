//===- Emission.cpp - From the llvm dialect to files ----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Emission.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/Bitcode/BitcodeWriter.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/ThreadPool.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/TargetParser/Triple.h"
#include "llvm/Transforms/Utils/SplitModule.h"

#include <list>

using namespace mlir;
using namespace mlir::fpo;

/// So many functions are compiled together if parts are compiled side by side.
static constexpr unsigned kFunctionsOfPart = 4, kMostParts = 8;

/// Clang's passes, without those that make vectors of scalar code next to each
/// other: kernels have their vectors, and to look for more takes most of the
/// time.
static void optimize(llvm::Module &code, llvm::TargetMachine &machine,
                     unsigned level) {
  if (level == 0)
    return;
  llvm::PipelineTuningOptions tuning;
  tuning.SLPVectorization = false;
  llvm::PassBuilder builder(&machine, tuning);
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  const llvm::OptimizationLevel levels[] = {llvm::OptimizationLevel::O1,
                                            llvm::OptimizationLevel::O2,
                                            llvm::OptimizationLevel::O3};
  builder.buildPerModuleDefaultPipeline(levels[std::min(level, 3u) - 1])
      .run(code, modules);
}

/// Writes machine code, as text or as an object.
static llvm::Error emitMachineCode(llvm::Module &code,
                                   llvm::TargetMachine &machine,
                                   llvm::CodeGenFileType type,
                                   SmallVectorImpl<char> &buffer) {
  llvm::raw_svector_ostream os(buffer);
  llvm::legacy::PassManager passes;
  if (machine.addPassesToEmitFile(passes, os, nullptr, type))
    return llvm::createStringError(
        "LLVM can't write code of this form for the processor");
  passes.run(code);
  return llvm::Error::success();
}

/// Masked accesses to bf16 become accesses to i16: LLVM 22 has none for the
/// vectors of SVE.
static void replaceMaskedBF16(llvm::Module &code) {
  SmallVector<llvm::IntrinsicInst *> accesses;
  for (llvm::Function &function : code)
    for (llvm::Instruction &each : llvm::instructions(function))
      if (auto *call = dyn_cast<llvm::IntrinsicInst>(&each))
        if (llvm::is_contained(
                {llvm::Intrinsic::masked_load, llvm::Intrinsic::masked_store},
                call->getIntrinsicID()))
          accesses.push_back(call);
  for (llvm::IntrinsicInst *call : accesses) {
    bool isLoad = call->getIntrinsicID() == llvm::Intrinsic::masked_load;
    llvm::Type *type =
        isLoad ? call->getType() : call->getArgOperand(0)->getType();
    if (!type->getScalarType()->isBFloatTy())
      continue;
    llvm::IRBuilder<> b(call);
    llvm::Type *bits = type->getWithNewType(b.getInt16Ty());
    llvm::Align alignment = call->getParamAlign(isLoad ? 0 : 1).valueOrOne();
    if (isLoad) {
      llvm::Value *loaded = b.CreateMaskedLoad(
          bits, call->getArgOperand(0), alignment, call->getArgOperand(1),
          b.CreateBitCast(call->getArgOperand(2), bits));
      call->replaceAllUsesWith(b.CreateBitCast(loaded, type));
    } else {
      b.CreateMaskedStore(b.CreateBitCast(call->getArgOperand(0), bits),
                          call->getArgOperand(1), alignment,
                          call->getArgOperand(2));
    }
    call->eraseFromParent();
  }
}

using ObjectCode = SmallVector<char, 0>;

/// Compiles the functions of `code` to several objects, side by side on the
/// cores of this machine. How they are split does not depend on these.
static llvm::Expected<SmallVector<ObjectCode>>
compileInParts(llvm::Module &code, const Processor &processor,
               unsigned optLevel, Location loc) {
  unsigned numFunctions = llvm::count_if(
      code, [](llvm::Function &each) { return !each.isDeclaration(); });
  unsigned numParts =
      std::clamp(numFunctions / kFunctionsOfPart, 1u, kMostParts);
  SmallVector<SmallVector<char, 0>> parts;
  llvm::SplitModule(
      code, numParts,
      [&](std::unique_ptr<llvm::Module> part) {
        llvm::raw_svector_ostream os(parts.emplace_back());
        llvm::WriteBitcodeToFile(*part, os);
      },
      /*PreserveLocals=*/false, /*RoundRobin=*/true);
  SmallVector<ObjectCode> objects(parts.size());
  SmallVector<std::string> failures(parts.size());
  auto compile = [&](size_t number) -> llvm::Error {
    llvm::LLVMContext context;
    auto part = llvm::parseBitcodeFile(
        llvm::MemoryBufferRef(
            StringRef(parts[number].data(), parts[number].size()), "part"),
        context);
    if (!part)
      return part.takeError();
    FailureOr<std::unique_ptr<llvm::TargetMachine>> machine =
        createTargetMachine(processor, optLevel, loc);
    if (failed(machine))
      return llvm::createStringError("no code can be made for the processor");
    optimize(**part, **machine, optLevel);
    return emitMachineCode(**part, **machine, llvm::CodeGenFileType::ObjectFile,
                           objects[number]);
  };
  llvm::DefaultThreadPool threads;
  for (size_t number = 0; number < parts.size(); ++number)
    threads.async([&, number] {
      if (llvm::Error error = compile(number))
        failures[number] = llvm::toString(std::move(error));
    });
  threads.wait();
  for (const std::string &failure : failures)
    if (!failure.empty())
      return llvm::createStringError(failure);
  return objects;
}

/// Files that are gone when this is.
using TemporaryFiles = std::list<llvm::FileRemover>;

static llvm::Error createTemporary(StringRef suffix,
                                   SmallVectorImpl<char> &path,
                                   TemporaryFiles &files) {
  if (std::error_code code =
          llvm::sys::fs::createTemporaryFile("fpo", suffix, path))
    return llvm::errorCodeToError(code);
  files.emplace_back(StringRef(path.data(), path.size()));
  return llvm::Error::success();
}

/// Links `objects` to a library. Which symbols are open is checked: code that
/// could not be loaded is an error here.
static llvm::Error link(ArrayRef<ObjectCode> objects,
                        const Processor &processor, bool usesThreads,
                        raw_ostream &os) {
  SmallString<128> output, messages;
  TemporaryFiles files;
  if (llvm::Error error =
          llvm::joinErrors(createTemporary("so", output, files),
                           createTemporary("txt", messages, files)))
    return error;
  SmallVector<SmallString<128>> inputs(objects.size());
  for (auto [object, input] : llvm::zip_equal(objects, inputs)) {
    if (llvm::Error error = createTemporary("o", input, files))
      return error;
    std::error_code code;
    llvm::raw_fd_ostream file(input, code);
    file << StringRef(object.data(), object.size());
    file.close();
    if (file.has_error())
      return llvm::errorCodeToError(file.error());
  }

  llvm::ErrorOr<std::string> compiler = std::errc::no_such_file_or_directory;
  for (StringRef name : {"clang-22", "clang", "cc", "gcc"})
    if (compiler = llvm::sys::findProgramByName(name); compiler)
      break;
  if (!compiler)
    return llvm::createStringError(
        "no C compiler was found that could link it; write an object instead "
        "(--emit=obj), and link that with -lm and -lomp");
  std::string triple = "--target=" + processor.triple;
  SmallVector<StringRef> arguments = {*compiler, "-shared", "-o", output};
  llvm::append_range(arguments, inputs);
  if (StringRef(*compiler).contains("clang"))
    arguments.push_back(triple);
  arguments.append({"-lm", "-Wl,--no-undefined"});
  if (usesThreads)
    arguments.push_back("-lomp");
  std::string message;
  std::optional<StringRef> redirects[] = {StringRef(""), StringRef(messages),
                                          StringRef(messages)};
  if (llvm::sys::ExecuteAndWait(*compiler, arguments, std::nullopt, redirects,
                                /*SecondsToWait=*/120, /*MemoryLimit=*/0,
                                &message) != 0) {
    auto text = llvm::MemoryBuffer::getFile(messages);
    return llvm::createStringError(
        "the linker failed: " + message +
        (text ? (*text)->getBuffer().rtrim() : "") +
        (usesThreads ? "\nthreads need OpenMP's library libomp (Debian: "
                       "libomp-22-dev); --openmp=off does without"
                     : ""));
  }
  auto linked = llvm::MemoryBuffer::getFile(output, /*IsText=*/false);
  if (!linked)
    return llvm::errorCodeToError(linked.getError());
  os << (*linked)->getBuffer();
  return llvm::Error::success();
}

LogicalResult fpo::emitCode(ModuleOp module, const Processor &processor,
                            const EmissionOptions &options, raw_ostream &os) {
  if (options.form == CodeForm::Header) {
    writeHeader(module, os);
    return success();
  }
  Location loc = module.getLoc();
  FailureOr<std::unique_ptr<llvm::TargetMachine>> machine =
      createTargetMachine(processor, options.optLevel, loc);
  if (failed(machine))
    return failure();
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> code = translateModuleToLLVMIR(module, context);
  if (!code)
    return emitError(loc, "the program could not be taken to LLVM IR");
  code->setTargetTriple((*machine)->getTargetTriple());
  code->setDataLayout((*machine)->createDataLayout());
  for (llvm::Function &function : *code)
    if (!function.isDeclaration()) {
      function.addFnAttr("target-cpu", processor.cpu);
      function.addFnAttr("target-features", processor.features);
      if (processor.getVectorBits() == 512)
        function.addFnAttr("prefer-vector-width", "512");
      // Vectors of fixed length that are longer than NEON's are those of SVE.
      if (std::optional<unsigned> bits = processor.getScalableBits())
        function.addFnAttr(llvm::Attribute::getWithVScaleRangeArgs(
            context, *bits / 128, *bits / 128));
    }
  if (code->getTargetTriple().isAArch64())
    replaceMaskedBF16(*code);
  if (options.form == CodeForm::SharedObject) {
    bool usesThreads = code->getFunction("__kmpc_fork_call") != nullptr;
    auto objects = compileInParts(*code, processor, options.optLevel, loc);
    llvm::Error error = objects ? link(*objects, processor, usesThreads, os)
                                : objects.takeError();
    if (error)
      return emitError(loc) << llvm::toString(std::move(error));
    return success();
  }
  optimize(*code, **machine, options.optLevel);
  if (options.form == CodeForm::LLVM) {
    code->print(os, nullptr);
    return success();
  }
  auto type = options.form == CodeForm::Object
                  ? llvm::CodeGenFileType::ObjectFile
                  : llvm::CodeGenFileType::AssemblyFile;
  ObjectCode buffer;
  if (llvm::Error error = emitMachineCode(*code, **machine, type, buffer))
    return emitError(loc) << llvm::toString(std::move(error));
  os << StringRef(buffer.data(), buffer.size());
  return success();
}
