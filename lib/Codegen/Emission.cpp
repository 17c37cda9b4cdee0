//===- Emission.cpp - From the llvm dialect to files ----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Emission.h"

#include "mlir/ExecutionEngine/OptUtils.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/TargetParser/Triple.h"

using namespace mlir;
using namespace mlir::fpo;

/// Writes machine code, as text or as an object.
static LogicalResult emitMachineCode(llvm::Module &code,
                                     llvm::TargetMachine &machine,
                                     llvm::CodeGenFileType type,
                                     llvm::raw_pwrite_stream &os,
                                     Location loc) {
  llvm::legacy::PassManager passes;
  if (machine.addPassesToEmitFile(passes, os, nullptr, type))
    return emitError(loc)
           << "LLVM can't write code of this form for the processor";
  passes.run(code);
  return success();
}

/// A file that is gone when this is.
static llvm::Expected<llvm::FileRemover>
createTemporary(StringRef suffix, SmallVectorImpl<char> &path) {
  if (std::error_code code =
          llvm::sys::fs::createTemporaryFile("fpo", suffix, path))
    return llvm::errorCodeToError(code);
  return llvm::FileRemover(StringRef(path.data(), path.size()));
}

/// Links `object` to a library. Which symbols are open is checked: code that
/// could not be loaded is an error here.
static llvm::Error link(StringRef object, const Processor &processor,
                        bool usesThreads, raw_ostream &os) {
  SmallString<128> input, output, messages;
  auto inputFile = createTemporary("o", input);
  auto outputFile = createTemporary("so", output);
  auto messageFile = createTemporary("txt", messages);
  llvm::Error error = llvm::joinErrors(
      llvm::joinErrors(inputFile.takeError(), outputFile.takeError()),
      messageFile.takeError());
  if (error)
    return error;
  {
    std::error_code code;
    llvm::raw_fd_ostream file(input, code);
    file << object;
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
  SmallVector<StringRef> arguments = {*compiler, "-shared", "-o", output,
                                      input};
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
    }
  auto optimize = makeOptimizingTransformer(options.optLevel, /*sizeLevel=*/0,
                                            machine->get());
  if (llvm::Error error = optimize(code.get()))
    return emitError(loc, "LLVM could not optimise the program: ")
           << llvm::toString(std::move(error));

  switch (options.form) {
  case CodeForm::LLVM:
    code->print(os, nullptr);
    return success();
  case CodeForm::Assembly:
  case CodeForm::Object: {
    llvm::SmallVector<char, 0> buffer;
    llvm::raw_svector_ostream stream(buffer);
    auto type = options.form == CodeForm::Object
                    ? llvm::CodeGenFileType::ObjectFile
                    : llvm::CodeGenFileType::AssemblyFile;
    if (failed(emitMachineCode(*code, **machine, type, stream, loc)))
      return failure();
    os << stream.str();
    return success();
  }
  case CodeForm::SharedObject: {
    llvm::SmallVector<char, 0> buffer;
    llvm::raw_svector_ostream stream(buffer);
    if (failed(emitMachineCode(*code, **machine,
                               llvm::CodeGenFileType::ObjectFile, stream, loc)))
      return failure();
    bool usesThreads = code->getFunction("__kmpc_fork_call") != nullptr;
    if (llvm::Error error = link(stream.str(), processor, usesThreads, os))
      return emitError(loc) << llvm::toString(std::move(error));
    return success();
  }
  case CodeForm::Header:
    break;
  }
  llvm_unreachable("every form is written");
}
