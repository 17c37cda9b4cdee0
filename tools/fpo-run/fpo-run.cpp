//===- fpo-run.cpp - Runs programs, and counts and times them -------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Compiles a program for this machine and runs a function of it, on .npy files
// or on made-up values; prints what it returns, the operations that it executed
// or the time that it took.
//
//===----------------------------------------------------------------------===//

#include "Calibrate.h"
#include "PrintTrace.h"

#include "fpo/Analysis/Bindings.h"
#include "fpo/Analysis/CostAnalysis.h"
#include "fpo/Analysis/RuleCheck.h"
#include "fpo/Codegen/Pipeline.h"
#include "fpo/Codegen/Processor.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/InitAll.h"
#include "fpo/Rules/RuleSet.h"
#include "fpo/Runtime/Arguments.h"
#include "fpo/Runtime/Benchmark.h"
#include "fpo/Runtime/Program.h"
#include "fpo/Support/DeepStack.h"
#include "fpo/Support/Output.h"
#include "fpo/Target/Host.h"
#include "fpo/Target/Target.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Support/FileUtilities.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/WithColor.h"

using namespace mlir;
namespace cl = llvm::cl;

static cl::OptionCategory category("fpo options");

static cl::opt<std::string> inputFile(cl::Positional, cl::desc("<input file>"),
                                      cl::init("-"), cl::cat(category));

static cl::list<std::string>
    entries("entry", cl::value_desc("function"),
            cl::desc("The function to run, may be given several times; by "
                     "default the one public function"),
            cl::cat(category));

static cl::opt<bool> runAll("all",
                            cl::desc("Run every public function, one by one"),
                            cl::cat(category));

static cl::list<std::string>
    inputs("input", cl::value_desc("file.npy|number"),
           cl::desc("The arguments in order; those that are not given, or "
                    "empty, are filled"),
           cl::cat(category));

static cl::list<std::string>
    outputs("output", cl::value_desc("file.npy"),
            cl::desc("Where to write the results, in order"),
            cl::cat(category));

static cl::list<std::string>
    bindings("bind", cl::value_desc("symbol=n"),
             cl::desc("The size of a dynamic dimension, such as arg0.1=32, or "
                      "the value of an integer argument, such as arg2=5"),
             cl::cat(category));

static cl::opt<fpo::Fill>
    fill("fill", cl::desc("What is in arguments that are not given:"),
         cl::init(fpo::Fill::Random),
         cl::values(clEnumValN(fpo::Fill::Random, "random",
                               "floats in [-1, 1), integers from 1 to 3, the "
                               "same each time (default)"),
                    clEnumValN(fpo::Fill::Zero, "zero", "0"),
                    clEnumValN(fpo::Fill::Iota, "iota", "0, 1, 2, ...")),
         cl::cat(category));

static cl::opt<bool>
    count("count",
          cl::desc("Print the ADD and MUL that were executed, by type"),
          cl::cat(category));

static cl::opt<bool> expandMath(
    "expand-math",
    cl::desc("With --count: count what math functions expand to in MLIR"),
    cl::cat(category));

static cl::list<std::string>
    rules("rules", cl::value_desc("file"),
          cl::desc("With --count: rules that go before those of fpo"),
          cl::cat(category));

static cl::opt<bool> trace(
    "trace",
    cl::desc("Print the distinct bytes that each op has read and written"),
    cl::cat(category));

static cl::opt<bool> benchmark("benchmark",
                               cl::desc("Print how long a run takes"),
                               cl::cat(category));

static cl::opt<double> benchmarkSeconds(
    "benchmark-seconds", cl::value_desc("s"),
    cl::desc("With --benchmark: run for at least that long (default 0.5)"),
    cl::init(0.5), cl::cat(category));

namespace {
enum class Lowering { Loops, Kernels };
} // namespace

static cl::opt<Lowering> lowering(
    "lowering", cl::desc("What is run:"), cl::init(Lowering::Loops),
    cl::values(clEnumValN(Lowering::Loops, "loops",
                          "plain loops, as upstream lowers to (default)"),
               clEnumValN(Lowering::Kernels, "kernels",
                          "the code that fpo-opt --emit=so writes")),
    cl::cat(category));

static cl::opt<bool> memory(
    "memory",
    cl::desc("Print the memory that the run took, if each buffer is allocated "
             "right before its first use and freed right after its last one"),
    cl::cat(category));

static cl::opt<bool> json("json", cl::desc("Print JSON"), cl::cat(category));

static cl::opt<unsigned>
    optLevel("opt-level", cl::value_desc("n"),
             cl::desc("How much to optimise, from 0 to 3 (default 2)"),
             cl::init(2), cl::cat(category));

static cl::opt<bool>
    calibrate("calibrate",
              cl::desc("Measure this machine, for --target=host. Needs no "
                       "input"),
              cl::cat(category));

static cl::opt<double> calibrateSeconds(
    "calibrate-seconds", cl::value_desc("n"), cl::init(20),
    cl::desc("With --calibrate: how long to measure (default 20)"),
    cl::cat(category));

static cl::opt<std::string> calibrationFile(
    "o", cl::value_desc("file.mlir"),
    cl::desc("With --calibrate: where to write what was measured; by default "
             "to the user's cache folder"),
    cl::cat(category));

static LogicalResult fail(const Twine &message) {
  llvm::WithColor::error(llvm::errs(), "fpo-run") << message << '\n';
  return failure();
}

//===----------------------------------------------------------------------===//
// What is printed of a function
//===----------------------------------------------------------------------===//

/// Prints elements, all or the first few of many.
static void printElements(const fpo::HostValue &value, llvm::raw_ostream &os) {
  constexpr int64_t kMostElements = 16;
  int64_t size = value.getNumElements();
  for (int64_t i = 0; i < std::min(size, kMostElements); ++i) {
    os << (i == 0 ? "" : ", ");
    value.printElement(i, os);
  }
  if (size > kMostElements)
    os << ", ...";
}

static void printResult(const fpo::HostValue &value, Type type,
                        llvm::raw_ostream &os) {
  if (!isa<ShapedType>(type)) {
    value.printElement(0, os);
    os << '\n';
    return;
  }
  os << RankedTensorType::get(value.getShape(), value.getElementType()) << " [";
  printElements(value, os);
  os << "]\n";
}

/// A number where JSON has one, otherwise a string.
static void printJsonElement(const fpo::HostValue &value, int64_t index,
                             llvm::json::OStream &os) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  value.printElement(index, stream);
  bool isNumber = text.find_first_not_of("+-.0123456789E") == std::string::npos;
  if (isNumber)
    os.rawValue(text);
  else
    os.value(text);
}

static void printJsonResults(ArrayRef<fpo::HostValue> values,
                             ArrayRef<Type> types, llvm::json::OStream &os) {
  os.attributeArray("results", [&] {
    for (auto [value, type] : llvm::zip_equal(values, types)) {
      if (!isa<ShapedType>(type)) {
        printJsonElement(value, 0, os);
        continue;
      }
      std::string typeName;
      llvm::raw_string_ostream(typeName) << value.getElementType();
      os.object([&, &value = value] {
        os.attribute("type", typeName);
        os.attributeArray("shape", [&] {
          for (int64_t size : value.getShape())
            os.value(size);
        });
        os.attributeArray("elements", [&] {
          for (int64_t i = 0, end = value.getNumElements(); i < end; ++i)
            printJsonElement(value, i, os);
        });
      });
    }
  });
}

static void printCounters(ArrayRef<fpo::ExecutedOps> executed,
                          llvm::raw_ostream &os) {
  for (const fpo::ExecutedOps &ops : executed)
    os << ops.type << ": " << ops.add << " ADD, " << ops.mul << " MUL\n";
  if (executed.empty())
    os << "nothing that counts\n";
}

static void printJsonCounters(ArrayRef<fpo::ExecutedOps> executed,
                              llvm::json::OStream &os) {
  auto print = [&](StringRef name, int64_t fpo::ExecutedOps::*counter) {
    os.attributeObject(name, [&] {
      for (const fpo::ExecutedOps &ops : executed)
        if (ops.*counter != 0)
          os.attribute(ops.type, ops.*counter);
    });
  };
  print("add", &fpo::ExecutedOps::add);
  print("mul", &fpo::ExecutedOps::mul);
}

namespace {
/// What is known of a run before it.
struct StaticWork {
  /// None if it is not one number.
  std::optional<double> fpo;
  /// How long one core does nothing but these, at its peak; none if this
  /// machine has not been measured, or not with these types.
  std::optional<double> secondsAtPeak;
};
} // namespace

/// What a run took, and of what.
static SmallVector<std::pair<StringRef, int64_t>>
getMemory(const fpo::Program &program, const fpo::Signature &function,
          ArrayRef<fpo::HostValue> arguments) {
  const fpo::AllocationTrace &trace = program.getTrace();
  int64_t given = 0;
  for (auto [argument, type] : llvm::zip_equal(arguments, function.inputs))
    if (isa<ShapedType>(type))
      given += argument.getNumBytes();
  auto allocated = static_cast<int64_t>(trace.getPeak());
  int64_t globals = program.getGlobalBytes();
  return {{"peak", given + globals + allocated},
          {"arguments", given},
          {"constants", globals},
          {"allocated", allocated},
          {"allocations", trace.getNumAllocations()},
          {"allocations_bytes", trace.getTotal()}};
}

static void printTiming(const fpo::Timing &timing, const StaticWork &work,
                        llvm::raw_ostream &os) {
  os << llvm::format("min     %.3e s\n", timing.minimum)
     << llvm::format("median  %.3e s\n", timing.median)
     << llvm::format("spread  %.3g %%\n",
                     100 * (timing.upperQuartile - timing.lowerQuartile) /
                         timing.median)
     << llvm::format("runs    %u\n", timing.runs);
  if (work.fpo)
    os << llvm::format("FPO/s   %.3e\n", *work.fpo / timing.median);
  if (work.secondsAtPeak)
    os << llvm::format("peak    %.3g %% of one core\n",
                       100 * *work.secondsAtPeak / timing.median);
}

/// A JSON number with as many digits as a clock has.
static void printJsonNumber(StringRef name, double value,
                            llvm::json::OStream &os) {
  std::string text;
  llvm::raw_string_ostream(text) << llvm::format("%.9g", value);
  os.attributeBegin(name);
  os.rawValue(text);
  os.attributeEnd();
}

static void printJsonTiming(const fpo::Timing &timing, const StaticWork &work,
                            llvm::json::OStream &os) {
  auto print = [&](StringRef name, std::optional<double> value) {
    if (value)
      printJsonNumber(name, *value / timing.median, os);
    else
      os.attribute(name, nullptr);
  };
  printJsonNumber("min_s", timing.minimum, os);
  printJsonNumber("median_s", timing.median, os);
  printJsonNumber("lower_quartile_s", timing.lowerQuartile, os);
  printJsonNumber("upper_quartile_s", timing.upperQuartile, os);
  os.attribute("runs", timing.runs);
  print("fpo_per_s", work.fpo);
  print("peak_fraction", work.secondsAtPeak);
}

//===----------------------------------------------------------------------===//
// Runs
//===----------------------------------------------------------------------===//

namespace {
/// What runs, and what is printed of it.
class Session {
public:
  Session(fpo::Program &program, const llvm::StringMap<StaticWork> &workOf,
          const fpo::SymbolValues &bound)
      : program(program), workOf(workOf), bound(bound) {}

  /// Runs `function` and prints text, or the attributes of a JSON object.
  LogicalResult run(const fpo::Signature &function, llvm::raw_ostream &os,
                    llvm::json::OStream &jsonStream) {
    FailureOr<SmallVector<fpo::HostValue>> arguments =
        fpo::makeArguments(function, {inputs, bound, fill});
    if (failed(arguments))
      return failure();
    if (benchmark)
      return time(function, *arguments, os, jsonStream);

    program.resetCounters();
    program.resetTraffic();
    FailureOr<fpo::Invocation> invocation =
        fpo::Invocation::create(program, function, *arguments);
    if (failed(invocation) || failed(invocation->run()))
      return failure();
    if (count) {
      SmallVector<fpo::ExecutedOps> executed = program.readCounters();
      json ? printJsonCounters(executed, jsonStream)
           : printCounters(executed, os);
    }
    if (trace)
      json ? printJsonTrace(program, jsonStream) : printTrace(program, os);
    if (memory) {
      for (auto [name, value] : getMemory(program, function, *arguments)) {
        jsonStream.attribute(name, value);
        if (!json)
          os << name << ": " << value << '\n';
      }
    }
    if ((count || memory || trace) && outputs.empty())
      return success();
    FailureOr<SmallVector<fpo::HostValue>> results = invocation->getResults();
    if (failed(results))
      return failure();
    if (!outputs.empty())
      return writeResults(function, *results);
    if (json)
      printJsonResults(*results, function.results, jsonStream);
    else
      for (auto [value, type] : llvm::zip_equal(*results, function.results))
        printResult(value, type, os);
    return success();
  }

private:
  LogicalResult time(const fpo::Signature &function,
                     ArrayRef<fpo::HostValue> arguments, llvm::raw_ostream &os,
                     llvm::json::OStream &jsonStream) {
    FailureOr<fpo::Timing> timing =
        fpo::benchmark(program, function, arguments, benchmarkSeconds);
    if (failed(timing))
      return failure();
    StaticWork work = workOf.lookup(function.name);
    json ? printJsonTiming(*timing, work, jsonStream)
         : printTiming(*timing, work, os);
    return success();
  }

  LogicalResult writeResults(const fpo::Signature &function,
                             ArrayRef<fpo::HostValue> results) {
    if (outputs.size() > results.size())
      return emitError(function.loc)
             << "'" << function.name << "' has " << results.size()
             << " results, but there are " << outputs.size() << " outputs";
    for (auto [path, value] : llvm::zip(outputs, results)) {
      std::optional<fpo::NpyArray> array = value.toNpy();
      if (!array)
        return emitError(function.loc)
               << "a result of type " << value.getElementType()
               << " has no form in a .npy file";
      llvm::Error error =
          fpo::writeWhole(path, [&](llvm::raw_ostream &os) -> llvm::Error {
            fpo::writeNpy(*array, os);
            return llvm::Error::success();
          });
      if (error)
        return fail("could not write '" + path +
                    "': " + llvm::toString(std::move(error)));
    }
    return success();
  }

  fpo::Program &program;
  const llvm::StringMap<StaticWork> &workOf;
  const fpo::SymbolValues &bound;
};
} // namespace

/// The functions to run: those of --entry, with --all the public ones, or the
/// one public one.
static FailureOr<SmallVector<const fpo::Signature *>>
selectFunctions(const fpo::Program &program) {
  SmallVector<const fpo::Signature *> selected;
  for (const std::string &name : entries) {
    selected.push_back(program.lookup(name));
    if (!selected.back())
      return fail("there is no function '" + name + "' with a body");
  }
  if (!selected.empty())
    return selected;
  for (const fpo::Signature &function : program.getFunctions())
    if (function.isPublic)
      selected.push_back(&function);
  if (selected.empty())
    return fail("there is no public function with a body");
  if (!runAll && selected.size() != 1)
    return fail("there are " + Twine(selected.size()) +
                " public functions; give one by --entry, or --all");
  return selected;
}

/// The number that `count` is, if it is one.
static std::optional<double> getNumber(const fpo::Count &count) {
  if (!count.isNumber())
    return std::nullopt;
  std::string text;
  llvm::raw_string_ostream(text) << count.number();
  double value;
  if (StringRef(text).getAsDouble(value))
    return std::nullopt;
  return value;
}

/// How long one core of `target` takes for the floating-point operations of
/// `cost`, each at the peak of its type.
static std::optional<double> getSecondsAtPeak(const fpo::Cost &cost,
                                              const fpo::Target &target) {
  double seconds = 0;
  for (const fpo::TypedOps &ops : cost.getOps()) {
    if (!isa<FloatType>(ops.type))
      continue;
    std::optional<double> number = getNumber(ops.add + ops.mul);
    const fpo::PeakRate *rate = target.findRate(ops.type);
    if (!number || !rate || !rate->opsPerSecondOfOneCore)
      return std::nullopt;
    seconds += *number / rate->opsPerSecondOfOneCore->value.upper;
  }
  return seconds;
}

/// What this machine can do, if it has been measured.
static FailureOr<std::optional<fpo::Target>> findHost(MLIRContext *context) {
  std::optional<fpo::Target> host;
  std::optional<std::string> path = fpo::getCalibrationPath(fpo::getHost());
  if (!path || !llvm::sys::fs::exists(*path))
    return host;
  FailureOr<fpo::Target> measured =
      fpo::loadTarget("host", UnknownLoc::get(context));
  if (failed(measured))
    return failure();
  host.emplace(std::move(*measured));
  return host;
}

/// What one call of each function does.
static FailureOr<llvm::StringMap<StaticWork>>
countStatically(ModuleOp module, const fpo::SymbolValues &bound) {
  FailureOr<std::optional<fpo::Target>> host = findHost(module.getContext());
  if (failed(host))
    return failure();
  llvm::StringMap<StaticWork> workOf;
  fpo::CostOptions options;
  options.bindings = bound;
  options.entry = entries.empty() ? "" : entries.front();
  fpo::CostAnalysis analysis(module, options);
  for (const fpo::CostFunction *function : analysis.getTree().order) {
    StaticWork &work = workOf[function->name];
    work.fpo = getNumber(function->total->fpo());
    if (const std::optional<fpo::Target> &measured = *host;
        measured && work.fpo && *work.fpo != 0)
      work.secondsAtPeak = getSecondsAtPeak(*function->total, *measured);
  }
  return workOf;
}

/// Puts the rules of the command line in force.
static LogicalResult addRules(MLIRContext *context) {
  if (rules.empty())
    return success();
  return fpo::addRules(*fpo::RuleSet::get(context), rules);
}

/// How kernels are compiled for this machine.
static FailureOr<fpo::CodegenOptions> getCodegenOptions(MLIRContext *context) {
  FailureOr<fpo::Processor> host =
      fpo::getProcessor("host", UnknownLoc::get(context));
  if (failed(host))
    return failure();
  fpo::CodegenOptions options(*host);
  options.splitsInit = false;
  options.usesThreads = false;
  return options;
}

static LogicalResult runProgram(llvm::raw_ostream &os) {
  if (memory && (benchmark || count))
    return fail("--memory goes with neither --benchmark nor --count");
  if (count && benchmark)
    return fail("--count and --benchmark exclude each other: counters take "
                "time");
  if (trace && (count || benchmark || memory))
    return fail("--trace goes with none of --count, --benchmark and --memory: "
                "each wants a program of its own");
  if (trace && entries.size() > 1)
    return fail("--trace takes one --entry, or --all: the ops are numbered as "
                "in the report of one program");
  if (runAll && (!entries.empty() || !inputs.empty() || !outputs.empty()))
    return fail("--all goes with none of --entry, --input and --output");
  if (lowering == Lowering::Kernels && (count || memory || trace))
    return fail("--lowering=kernels goes with none of --count, --memory and "
                "--trace, which look at plain loops");
  if (!(benchmarkSeconds > 0 && benchmarkSeconds <= 3600))
    return fail("--benchmark-seconds is more than 0, and at most 3600");
  if (optLevel > 3)
    return fail("--opt-level is from 0 to 3");
  llvm::Expected<fpo::SymbolValues> bound = fpo::parseBindings(bindings);
  if (!bound)
    return fail("--bind: " + llvm::toString(bound.takeError()));

  DialectRegistry registry;
  fpo::registerAll(registry);
  MLIRContext context(registry);
  context.loadDialect<fpo::FpoDialect>();

  std::string message;
  std::unique_ptr<llvm::MemoryBuffer> file = openInputFile(inputFile, &message);
  if (!file)
    return fail(message);
  if (fpo::isNestedTooDeeply(file->getBuffer()))
    return fail(inputFile + " is nested deeper than " +
                Twine(fpo::kMaxNesting) + " levels");
  llvm::SourceMgr sources;
  sources.AddNewSourceBuffer(std::move(file), llvm::SMLoc());
  SourceMgrDiagnosticHandler handler(sources, &context);
  if (failed(addRules(&context)))
    return failure();
  OwningOpRef<ModuleOp> module = parseSourceFile<ModuleOp>(sources, &context);
  if (!module)
    return failure();

  FailureOr<llvm::StringMap<StaticWork>> workOf{llvm::StringMap<StaticWork>()};
  if (benchmark)
    workOf = countStatically(*module, *bound);
  if (failed(workOf))
    return failure();
  fpo::CompileOptions options;
  options.lowering = {count, expandMath, memory, trace};
  options.optLevel = optLevel;
  options.entry = entries.empty() ? "" : entries.front();
  if (lowering == Lowering::Kernels) {
    FailureOr<fpo::CodegenOptions> codegen = getCodegenOptions(&context);
    if (failed(codegen))
      return failure();
    options.addPasses = [codegen = *codegen](OpPassManager &pm) {
      fpo::addKernelPasses(pm, codegen);
      fpo::addVectorPasses(pm, codegen);
      fpo::addAccessPasses(pm);
    };
  }
  FailureOr<std::unique_ptr<fpo::Program>> program =
      fpo::Program::compile(*module, options);
  if (failed(program))
    return failure();
  FailureOr<SmallVector<const fpo::Signature *>> selected =
      selectFunctions(**program);
  if (failed(selected))
    return failure();

  // One function prints itself; several print their names before.
  bool isNested = runAll || selected->size() > 1;
  Session session(**program, *workOf, *bound);
  llvm::raw_null_ostream nowhere;
  llvm::json::OStream jsonStream(json ? os : nowhere, /*IndentSize=*/2);
  LogicalResult result = success();
  jsonStream.object([&] {
    for (const fpo::Signature *function : *selected) {
      // After a fault nothing that is compiled can be trusted.
      if (failed(result))
        break;
      if (!isNested) {
        result = session.run(*function, os, jsonStream);
        continue;
      }
      if (!json)
        os << '@' << function->name << '\n';
      jsonStream.attributeObject(function->name, [&] {
        result = session.run(*function, os, jsonStream);
      });
    }
  });
  if (json)
    os << '\n';
  return result;
}

/// Runs --calibrate.
static LogicalResult runCalibrate() {
  if (inputFile.getNumOccurrences() != 0)
    return fail("--calibrate takes no input");
  // Nor may it be no number.
  if (!(calibrateSeconds > 0 && calibrateSeconds <= 3600))
    return fail("--calibrate-seconds is more than 0, and at most 3600");
  return fpo::runCalibration(calibrationFile, calibrateSeconds, llvm::outs());
}

/// What LLVM can't compile it reports by ending the process.
static void reportFatalError(void *, const char *reason, bool) {
  llvm::WithColor::error(llvm::errs(), "fpo-run") << reason << '\n';
  llvm::errs().flush();
  std::_Exit(1);
}

int main(int argc, char **argv) {
  llvm::install_fatal_error_handler(reportFatalError);
  llvm::CrashRecoveryContext::Enable();
  cl::HideUnrelatedOptions(category);
  cl::ParseCommandLineOptions(argc, argv,
                              "Runs programs, and counts and times them\n");
  LogicalResult result = failure();
  if (calibrate)
    return failed(runCalibrate());
  if (calibrationFile.getNumOccurrences() != 0 ||
      calibrateSeconds.getNumOccurrences() != 0)
    return failed(
        fail("-o and --calibrate-seconds go with --calibrate; results "
             "are written by --output"));
  fpo::runOnDeepStack([&] {
    std::string text;
    llvm::raw_string_ostream os(text);
    llvm::CrashRecoveryContext recovery;
    if (!recovery.RunSafely([&] { result = runProgram(os); }))
      result = fail("the program could not be compiled: a pass crashed");
    if (succeeded(result))
      llvm::outs() << text;
  });
  return failed(result);
}
