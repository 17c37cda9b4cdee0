//===- Compilation.cpp - Compiled code in this process --------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Code is the object file of `--emit=obj`, linked by ORC in this process. The
// package calls its functions by their addresses (docs/Codegen.md).
//
//===----------------------------------------------------------------------===//

#include "Bindings.h"

#include "fpo/Codegen/Emission.h"
#include "fpo/Tuning/Compilation.h"

#include "mlir/Pass/PassManager.h"
#include "llvm/ExecutionEngine/Orc/ExecutionUtils.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/TargetParser/Host.h"

#include <nanobind/stl/unique_ptr.h>

#include <atomic>
#include <cmath>
#include <dlfcn.h>
#include <future>
#include <omp.h>

namespace nb = nanobind;
using namespace mlir;
using namespace mlir::fpo;
using namespace mlir::fpo::python;

namespace {
/// A value that a compiled function takes or returns.
struct TypeOfValue {
  /// As MLIR writes it, such as `f32`.
  std::string element;
  /// -1 for a size that is known at run time only; none for a scalar.
  std::optional<std::vector<int64_t>> shape;
};

struct Function {
  std::string name;
  bool hasState;
  std::vector<TypeOfValue> parameters, inputs, results;
  unsigned numSizes;
};

/// Code that is loaded, and stays so as long as this lives.
struct Code {
  std::vector<Function> functions;
  std::unique_ptr<llvm::orc::LLJIT> jit;

  uint64_t lookup(const std::string &name) {
    auto address = jit->lookup(name);
    if (!address)
      raise(llvm::toString(address.takeError()));
    return address->getValue();
  }
};

struct Request {
  std::string target;
  std::optional<unsigned> numInputs;
  bool winograd;
  unsigned trials;
  std::optional<std::string> database;
  std::string runner;
  std::function<void(const TuningProgress &)> onProgress;
  std::function<bool()> isInterrupted;
};

/// What Python raised while it was told of progress, or by a signal; the first
/// one. It is raised again when the work has ended.
class RaisedError {
public:
  /// Does `action`, holding the interpreter, unless something was raised.
  void run(llvm::function_ref<void()> action) {
    nb::gil_scoped_acquire acquire;
    if (error)
      return;
    try {
      action();
    } catch (nb::python_error &) {
      error = std::current_exception();
      isSet = true;
    }
  }
  /// May be asked without the interpreter.
  bool exists() const { return isSet; }
  void raise() {
    if (error)
      std::rethrow_exception(std::exchange(error, nullptr));
  }

private:
  std::exception_ptr error;
  std::atomic<bool> isSet = false;
};
} // namespace

/// Does `action` on another thread. Signals are handled by this one: Python
/// does that on the main thread alone.
static void runWithSignals(RaisedError &error,
                           llvm::function_ref<void()> action) {
  auto done = std::async(std::launch::async, action);
  while (done.wait_for(std::chrono::milliseconds(50)) !=
         std::future_status::ready)
    error.run([] {
      if (PyErr_CheckSignals() != 0)
        throw nb::python_error();
    });
}

static TypeOfValue describe(Type type) {
  TypeOfValue value;
  if (auto memref = dyn_cast<MemRefType>(type)) {
    value.shape.emplace();
    for (int64_t size : memref.getShape())
      value.shape->push_back(ShapedType::isDynamic(size) ? -1 : size);
    type = memref.getElementType();
  }
  llvm::raw_string_ostream(value.element) << type;
  return value;
}

static std::vector<TypeOfValue> describe(ArrayRef<Type> types) {
  std::vector<TypeOfValue> values;
  for (Type type : types)
    values.push_back(describe(type));
  return values;
}

static LogicalResult compile(ModuleOp module, const Request &request,
                             Code &code, std::string &object) {
  Location loc = module.getLoc();
  FailureOr<Processor> processor = getTargetProcessor(request.target, loc);
  if (failed(processor))
    return failure();
  CodegenOptions options(*processor);
  options.numInputs = request.numInputs;
  options.winograd = request.winograd;
  TuningRequest tuning{request.trials, request.database, request.runner,
                       request.onProgress, request.isInterrupted};
  if (failed(addTuning(options, *processor, request.target, tuning, loc)))
    return failure();
  PassManager pm(module.getContext());
  addCodegenPasses(pm, options);
  if (failed(pm.run(module)))
    return failure();
  for (const CompiledFunction &function : getCompiledFunctions(module))
    code.functions.push_back({function.name, function.hasState,
                              describe(function.parameters),
                              describe(function.inputs),
                              describe(function.results), function.numSizes});
  llvm::raw_string_ostream os(object);
  return emitCode(module, *processor, {CodeForm::Object}, os);
}

/// The library that `function` lies in, as a source of symbols.
template <typename Fn>
static llvm::Error addLibraryOf(Fn *function, llvm::orc::LLJIT &jit) {
  Dl_info info;
  if (!dladdr(reinterpret_cast<void *>(function), &info))
    return llvm::createStringError("a library that code needs is not loaded");
  auto symbols = llvm::orc::DynamicLibrarySearchGenerator::Load(
      info.dli_fname, jit.getDataLayout().getGlobalPrefix());
  if (!symbols)
    return symbols.takeError();
  jit.getMainJITDylib().addGenerator(std::move(*symbols));
  return llvm::Error::success();
}

static llvm::Expected<std::unique_ptr<llvm::orc::LLJIT>>
load(StringRef object) {
  auto jit = llvm::orc::LLJITBuilder().create();
  if (!jit)
    return jit.takeError();
  auto process = llvm::orc::DynamicLibrarySearchGenerator::GetForCurrentProcess(
      (*jit)->getDataLayout().getGlobalPrefix());
  if (!process)
    return process.takeError();
  (*jit)->getMainJITDylib().addGenerator(std::move(*process));
  if (llvm::Error error = addLibraryOf(&omp_set_num_threads, **jit))
    return std::move(error);
  if (llvm::Error error =
          addLibraryOf(static_cast<float (*)(float)>(&::expf), **jit))
    return std::move(error);
  if (llvm::Error error = (*jit)->addObjectFile(
          llvm::MemoryBuffer::getMemBufferCopy(object, "program.o")))
    return std::move(error);
  return jit;
}

static std::unique_ptr<Code>
compileAndLoad(const nb::bytes &text, const std::string &name,
               const std::string &target, std::optional<unsigned> inputs,
               bool winograd, unsigned trials,
               std::optional<std::string> database, const std::string &runner,
               std::optional<nb::callable> onProgress) {
  Source source = getSource(text, name);
  auto code = std::make_unique<Code>();
  RaisedError error;
  Request request{
      target, inputs, winograd, trials, std::move(database), runner, {}, [&] {
        return error.exists();
      }};
  if (onProgress)
    request.onProgress = [&](const TuningProgress &now) {
      error.run([&] { (*onProgress)(now); });
    };
  Outcome outcome;
  std::string failure;
  {
    nb::gil_scoped_release release;
    std::string object;
    runWithSignals(error, [&] {
      outcome = withProgram(source, {}, [&](ModuleOp module) {
        return compile(module, request, *code, object);
      });
    });
    if (outcome.succeeded) {
      auto jit = load(object);
      if (jit)
        code->jit = std::move(*jit);
      else
        failure = llvm::toString(jit.takeError());
    }
  }
  error.raise();
  raiseIfFailed(outcome);
  if (!failure.empty())
    raise(failure);
  return code;
}

void fpo::python::addCompilation(nb::module_ &module) {
  nb::class_<TypeOfValue>(module, "Value")
      .def_ro("element", &TypeOfValue::element)
      .def_ro("shape", &TypeOfValue::shape);
  nb::class_<Function>(module, "Function")
      .def_ro("name", &Function::name)
      .def_ro("has_state", &Function::hasState)
      .def_ro("parameters", &Function::parameters)
      .def_ro("inputs", &Function::inputs)
      .def_ro("results", &Function::results)
      .def_ro("num_sizes", &Function::numSizes);
  nb::class_<Code>(module, "Code")
      .def_ro("functions", &Code::functions)
      .def("address", &Code::lookup, nb::arg("symbol"));
  nb::class_<TuningProgress>(module, "TuningProgress")
      .def_ro("kernel", &TuningProgress::kernel)
      .def_ro("num_kernels", &TuningProgress::numKernels)
      .def_ro("trial", &TuningProgress::trial)
      .def_ro("num_trials", &TuningProgress::numTrials)
      .def_ro("best", &TuningProgress::best)
      .def_ro("seconds_left", &TuningProgress::secondsLeft);
  module.def("compile", &compileAndLoad, nb::arg("source"), nb::arg("name"),
             nb::arg("target"), nb::arg("inputs").none(), nb::arg("winograd"),
             nb::arg("trials"), nb::arg("database").none(), nb::arg("runner"),
             nb::arg("on_progress").none(),
             "The program as code that is loaded.");
  module.def(
      "host_processor", [] { return llvm::sys::getHostCPUName().str(); },
      "LLVM's name of the processor of this machine.");
  module.def("get_num_threads", &omp_get_max_threads,
             "How many threads share the loops that this one runs.");
  module.def("set_num_threads", &omp_set_num_threads, nb::arg("number"));
}
