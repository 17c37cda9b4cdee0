//===- fpo-opt.cpp - The fpo optimizer driver -----------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// mlir-opt with the fpo dialect, costs and passes, and --emit for what else
// than MLIR can be made of a program.
//
//===----------------------------------------------------------------------===//

#include "Tuning.h"
#include "fpo/Analysis/RuleCheck.h"

#include "fpo/Codegen/Emission.h"
#include "fpo/Codegen/Passes.h"
#include "fpo/Codegen/Pipeline.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/InitAll.h"
#include "fpo/Report/Explain.h"
#include "fpo/Report/Passes.h"
#include "fpo/Runtime/Lowering.h"
#include "fpo/Support/DeepStack.h"
#include "fpo/Support/Output.h"
#include "fpo/Target/Target.h"
#include "fpo/Transforms/Passes.h"
#include "fpo/Tuning/Tuner.h"

#include "mlir/InitAllPasses.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Support/FileUtilities.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/WithColor.h"

using namespace mlir;
namespace cl = llvm::cl;

namespace {
enum class Emit {
  Mlir,
  Report,
  Json,
  Csv,
  Markdown,
  LLVM,
  Assembly,
  Object,
  SharedObject,
  Header,
  Kernels
};
enum class Switch { Off, On };
} // namespace

static cl::OptionCategory category("fpo options");

static cl::opt<Emit> emit(
    "emit", cl::desc("What to write:"), cl::init(Emit::Mlir),
    cl::values(clEnumValN(Emit::Mlir, "mlir", "the program (default)"),
               clEnumValN(Emit::Report, "report", "its cost, for a terminal"),
               clEnumValN(Emit::Json, "json", "its cost, schema fpo-report/1"),
               clEnumValN(Emit::Csv, "csv", "its cost, a line for each op"),
               clEnumValN(Emit::Markdown, "markdown", "its cost, for a page"),
               clEnumValN(Emit::LLVM, "llvm", "LLVM IR, optimised"),
               clEnumValN(Emit::Assembly, "asm", "assembly"),
               clEnumValN(Emit::Object, "obj", "an object file"),
               clEnumValN(Emit::SharedObject, "so", "a shared library"),
               clEnumValN(Emit::Header, "header",
                          "what C is to know of obj and so"),
               clEnumValN(Emit::Kernels, "kernels",
                          "the kernels that --tune measures, by themselves")),
    cl::cat(category));

static cl::opt<fpo::ConventionChoice> convention(
    "convention", cl::desc("What counts as an operation:"),
    cl::init(fpo::ConventionChoice::Fpo),
    cl::values(clEnumValN(fpo::ConventionChoice::Fpo, "fpo",
                          "ADD and MUL, down to the base (default)"),
               clEnumValN(fpo::ConventionChoice::Mac, "mac",
                          "multiply-accumulates of contractions and "
                          "convolutions, nothing else"),
               clEnumValN(fpo::ConventionChoice::Torch, "torch",
                          "flops, as torch.utils.flop_counter counts them"),
               clEnumValN(fpo::ConventionChoice::Xla, "xla",
                          "flops, as XLA's HloCostAnalysis counts them"),
               clEnumValN(fpo::ConventionChoice::All, "all",
                          "all of these, and why they differ")),
    cl::cat(category));

static cl::opt<fpo::CountMode>
    count("count", cl::desc("Which operations count:"),
          cl::init(fpo::CountMode::Executed),
          cl::values(clEnumValN(fpo::CountMode::Executed, "executed",
                                "all that the program executes (default)"),
                     clEnumValN(fpo::CountMode::Useful, "useful",
                                "not those that constant padding, dilation "
                                "holes or a known mask make pointless")),
          cl::cat(category));

static cl::opt<std::string>
    entry("entry", cl::value_desc("function"),
          cl::desc("The function that is run; by default the one public "
                   "function, or all that no one calls"),
          cl::cat(category));

static cl::opt<unsigned>
    inputs("inputs", cl::value_desc("n"),
           cl::desc("The entry's last n arguments are inputs, the others "
                    "parameters"),
           cl::cat(category));

static cl::opt<Switch> openmp(
    "openmp",
    cl::desc("Whether code runs large ops in the threads of OpenMP, as many as "
             "OMP_NUM_THREADS says:"),
    cl::init(Switch::On),
    cl::values(clEnumValN(Switch::On, "on", "it does (default)"),
               clEnumValN(Switch::Off, "off",
                          "it does not, and needs no libomp")),
    cl::cat(category));

static cl::opt<bool> winograd(
    "winograd",
    cl::desc("Compute 3x3 convolutions by Winograd's method where that is "
             "estimated to be faster; it rounds more"),
    cl::cat(category));

static cl::list<std::string> rules(
    "rules", cl::value_desc("file"),
    cl::desc("Rules that go before the shipped ones; may be given several "
             "times, the last goes first"),
    cl::cat(category));

static cl::opt<std::string>
    explain("fpo-explain", cl::value_desc("op[:type]"),
            cl::desc("Print how an op comes down to ADD and MUL, by the rules; "
                     "the type is f32 unless it is given. Needs no input"),
            cl::cat(category));

static cl::opt<std::string> printTargets(
    "print-targets", cl::ValueOptional, cl::value_desc("name|host|file.mlir"),
    cl::desc("Print the machines that are known, or what is known of one. "
             "Needs no input"),
    cl::cat(category));

static cl::list<std::string>
    bind("bind", cl::value_desc("symbol=n"),
         cl::desc("A number for a symbol, such as arg0.1=128"),
         cl::cat(category));

static cl::list<std::string>
    sweep("sweep", cl::value_desc("symbol=from:to:step|xfactor"),
          cl::desc("A table over sizes, such as arg0.1=128:8192:x2"),
          cl::cat(category));

static cl::opt<bool> strict("strict",
                            cl::desc("Fail if some cost is not known"),
                            cl::cat(category));

static cl::opt<fpo::Optimizer>
    training("training", cl::value_desc("optimizer"),
             cl::desc("Report what training with this optimizer costs too:"),
             cl::init(fpo::Optimizer::None),
             cl::values(clEnumValN(fpo::Optimizer::None, "none",
                                   "gradients, but no update"),
                        clEnumValN(fpo::Optimizer::Sgd, "sgd", "w - alpha g"),
                        clEnumValN(fpo::Optimizer::Momentum, "momentum",
                                   "SGD with momentum"),
                        clEnumValN(fpo::Optimizer::Adam, "adam",
                                   "Kingma and Ba 2015, algorithm 1"),
                        clEnumValN(fpo::Optimizer::AdamW, "adamw",
                                   "Loshchilov and Hutter 2019, algorithm 2")),
             cl::cat(category));

static cl::opt<uint64_t> steps("steps", cl::value_desc("n"), cl::init(1),
                               cl::desc("Steps in an epoch of the training"),
                               cl::cat(category));

static cl::opt<uint64_t>
    epochs("epochs", cl::value_desc("n"), cl::init(1),
           cl::desc("Epochs of the training, or passes over the "
                    "examples"),
           cl::cat(category));

static cl::opt<bool> weightDecay(
    "weight-decay",
    cl::desc("The training adds the parameters, scaled, to their gradients"),
    cl::cat(category));

static cl::opt<bool>
    inputGradients("input-gradients",
                   cl::desc("In training, inputs want gradients too"),
                   cl::cat(category));

static cl::opt<std::string> target(
    "target", cl::value_desc("name|host|file"),
    cl::desc("A machine: report how long the program takes on it, or write "
             "code for it. A shipped one, the one that --calibrate measured, "
             "or an .mlir file; for code, by default this machine, and a "
             "processor by LLVM's name too"),
    cl::cat(category));

static cl::opt<unsigned>
    cores("cores", cl::value_desc("n"), cl::init(0),
          cl::desc("Cores of the target that run the program; all by default"),
          cl::cat(category));

static cl::opt<double>
    measured("measured", cl::value_desc("seconds"), cl::init(0),
             cl::desc("What one run took, with --training one step: report the "
                      "utilisation of the target"),
             cl::cat(category));
static cl::opt<bool>
    traffic("traffic", cl::desc("Report what crosses each cache of the target"),
            cl::cat(category));

static cl::opt<bool> groups("groups",
                            cl::desc("Report which ops run together, with what "
                                     "enters and leaves each group"),
                            cl::cat(category));

static cl::opt<uint64_t> examples(
    "examples", cl::value_desc("n"), cl::init(0),
    cl::desc("Examples of a dataset: report what a result costs, E x D x H, "
             "with --epochs and --experiments; with --training for that"),
    cl::cat(category));

static cl::opt<uint64_t>
    batch("batch", cl::value_desc("n"), cl::init(1),
          cl::desc("Examples that one run of the program takes"),
          cl::cat(category));

static cl::opt<uint64_t>
    experiments("experiments", cl::value_desc("n"), cl::init(1),
                cl::desc("How often the dataset is gone through, with other "
                         "hyperparameters"),
                cl::cat(category));

static cl::opt<bool>
    devices("devices",
            cl::desc("Report what the devices of a grid (shard.grid) send each "
                     "other, and the stages of a pipeline (fpo.stage)"),
            cl::cat(category));

static cl::opt<std::string> linkName(
    "link", cl::value_desc("name"),
    cl::desc("The link of the target that devices communicate over; the first "
             "one by default"),
    cl::cat(category));

static cl::opt<uint64_t>
    microbatches("microbatches", cl::value_desc("n"), cl::init(1),
                 cl::desc("Microbatches that go through the stages"),
                 cl::cat(category));

static cl::opt<bool>
    energy("energy",
           cl::desc("Report energy and emissions, from published tables"),
           cl::cat(category));

static cl::opt<std::string> energyTable(
    "energy-table", cl::value_desc("file"),
    cl::desc("Energies, factors and grids that go before the shipped ones"),
    cl::cat(category));

static cl::opt<std::string>
    energyLevel("energy-level", cl::value_desc("name"), cl::init("main"),
                cl::desc("The memory of the table that bytes come from"),
                cl::cat(category));

static cl::opt<std::string>
    grid("grid", cl::value_desc("name|lo:hi"), cl::init("world"),
         cl::desc("The grid that feeds the machine: one of the table, or grams "
                  "of CO2e per kWh"),
         cl::cat(category));

static cl::opt<bool>
    memory("memory",
           cl::desc("Report what the program holds in memory too: the peak, "
                    "where it is reached, what is held there, and how that "
                    "goes over the program"),
           cl::cat(category));

static fpo::View viewOf(Emit emit) {
  switch (emit) {
  case Emit::Mlir:
  case Emit::LLVM:
  case Emit::Assembly:
  case Emit::Object:
  case Emit::SharedObject:
  case Emit::Header:
  case Emit::Kernels:
    return fpo::View::None;
  case Emit::Report:
    return fpo::View::Text;
  case Emit::Json:
    return fpo::View::Json;
  case Emit::Csv:
    return fpo::View::Csv;
  case Emit::Markdown:
    return fpo::View::Markdown;
  }
  llvm_unreachable("every kind of output has a view");
}

namespace {
/// Empties the program once nobody looks at it any more: what is left is
/// printed to nowhere, and that takes time.
struct DiscardPass : PassWrapper<DiscardPass, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(DiscardPass)
  void runOnOperation() override { getOperation().getBody()->clear(); }
};
} // namespace

/// The form of code that is to be written; none if it is no code.
static std::optional<fpo::CodeForm> codeFormOf(Emit emit) {
  switch (emit) {
  case Emit::LLVM:
    return fpo::CodeForm::LLVM;
  case Emit::Assembly:
    return fpo::CodeForm::Assembly;
  case Emit::Object:
    return fpo::CodeForm::Object;
  case Emit::SharedObject:
    return fpo::CodeForm::SharedObject;
  case Emit::Header:
    return fpo::CodeForm::Header;
  default:
    return std::nullopt;
  }
}

namespace {
/// Ends a pipeline that makes code.
struct EmitCodePass : PassWrapper<EmitCodePass, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(EmitCodePass)
  EmitCodePass(fpo::Processor processor, fpo::CodeForm form,
               llvm::raw_ostream &os)
      : processor(std::move(processor)), form(form), os(os) {}
  void runOnOperation() override {
    if (failed(fpo::emitCode(getOperation(), processor, {form}, os)))
      signalPassFailure();
  }

  fpo::Processor processor;
  fpo::CodeForm form;
  llvm::raw_ostream &os;
};
} // namespace

/// Adds the passes that compile the program, and write the code to `os`; its
/// kernels, if `form` is none.
static LogicalResult addCompilation(PassManager &pm,
                                    std::optional<fpo::CodeForm> form,
                                    llvm::raw_ostream &os) {
  FailureOr<fpo::Processor> processor =
      fpo::getTargetProcessor(target, UnknownLoc::get(pm.getContext()));
  if (failed(processor))
    return failure();
  fpo::CodegenOptions options(*processor);
  options.usesThreads = openmp == Switch::On;
  if (inputs.getNumOccurrences() != 0)
    options.numInputs = inputs;
  options.winograd = winograd;
  if (!form) {
    fpo::addTunablePasses(pm, options);
    pm.addPass(fpo::createListKernelsPass(os));
    return success();
  }
  Location loc = UnknownLoc::get(pm.getContext());
  FailureOr<fpo::TuningRequest> request = fpo::getTuningRequest(loc);
  if (failed(request) ||
      failed(fpo::addTuning(options, *processor, target, *request, loc)))
    return failure();
  fpo::addCodegenPasses(pm, options);
  pm.addPass(std::make_unique<EmitCodePass>(std::move(*processor), *form, os));
  return success();
}

/// The pass that ends the pipeline: it writes the report, if one is wanted, and
/// fails if costs are unknown, where that matters.
static std::unique_ptr<Pass> createFinalPass(StringRef inputFile,
                                             llvm::raw_ostream &os) {
  fpo::FpoReportPassOptions options;
  options.view = viewOf(emit);
  options.convention = convention;
  options.count = count;
  options.entry = entry;
  if (inputs.getNumOccurrences() != 0)
    options.inputs = inputs;
  options.bind.assign(bind.begin(), bind.end());
  options.sweep.assign(sweep.begin(), sweep.end());
  options.strict = strict;
  options.training = training.getNumOccurrences() != 0;
  options.optimizer = training;
  options.steps = steps;
  options.epochs = epochs;
  options.weightDecay = weightDecay;
  options.inputGradients = inputGradients;
  options.target = target;
  options.cores = cores;
  options.measured = measured;
  options.traffic = traffic;
  options.groups = groups;
  options.devices = devices || microbatches.getNumOccurrences() != 0 ||
                    linkName.getNumOccurrences() != 0;
  options.link = linkName;
  options.microbatches = microbatches;
  options.examples = examples;
  options.batch = batch;
  options.experiments = experiments;
  // An option about energy asks for it.
  options.energy = energy || energyTable.getNumOccurrences() != 0 ||
                   energyLevel.getNumOccurrences() != 0 ||
                   grid.getNumOccurrences() != 0;
  options.energyTable = energyTable;
  options.energyLevel = energyLevel;
  options.grid = grid;
  options.memory = memory;
  options.file = inputFile == "-" ? "<stdin>" : inputFile.str();
  if (options.view == fpo::View::None)
    return fpo::createFpoReportPass(std::move(options));
  fpo::ReportOutput output{options.view, &os};
  return fpo::createFpoReportPass(std::move(options), output);
}

/// Puts the rules of the command line in force in the program's context, for
/// every pass that costs it.
static LogicalResult addRules(MLIRContext *context) {
  if (rules.empty())
    return success();
  return fpo::addRules(*fpo::RuleSet::get(context), rules);
}

static LogicalResult fail(const Twine &message) {
  llvm::WithColor::error(llvm::errs(), "fpo-opt") << message << '\n';
  return failure();
}

static LogicalResult failToWrite(StringRef outputFile, llvm::Error error) {
  return fail("could not write " +
              (outputFile == "-" ? "to the standard output"
                                 : "'" + outputFile.str() + "'") +
              ": " + llvm::toString(std::move(error)));
}

static llvm::Error explainOp(StringRef outputFile,
                             const DialectRegistry &registry) {
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  context.loadDialect<fpo::FpoDialect>();
  llvm::SourceMgr sourceMgr;
  SourceMgrDiagnosticHandler diagnostics(sourceMgr, &context);
  if (failed(addRules(&context)))
    return llvm::createStringError("the rules could not be read");
  return fpo::writeWhole(outputFile, [&](llvm::raw_ostream &os) {
    return fpo::printExplanation(explain, &context, {}, os);
  });
}

/// Prints what --print-targets asks for.
static LogicalResult printMachines(StringRef outputFile,
                                   const DialectRegistry &registry) {
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  llvm::SourceMgr sourceMgr;
  SourceMgrDiagnosticHandler diagnostics(sourceMgr, &context);
  std::string text;
  llvm::raw_string_ostream os(text);
  if (printTargets.empty()) {
    if (failed(fpo::printTargets(&context, os)))
      return failure();
  } else {
    Location loc = FileLineColLoc::get(&context, "--print-targets", 0, 0);
    FailureOr<fpo::Target> target = fpo::loadTarget(printTargets, loc);
    if (failed(target))
      return failure();
    fpo::printTarget(*target, os);
  }
  llvm::Error error = fpo::writeWhole(outputFile, [&](llvm::raw_ostream &out) {
    out << text;
    return llvm::Error::success();
  });
  return error ? failToWrite(outputFile, std::move(error)) : success();
}

static LogicalResult run(StringRef inputFile, StringRef outputFile,
                         DialectRegistry &registry) {
  auto config = MlirOptMainConfig::createFromCLOptions();
  if (config.shouldShowDialects() || config.shouldListPasses())
    return MlirOptMain(llvm::nulls(), llvm::MemoryBuffer::getMemBuffer(""),
                       registry, config);

  if (!explain.empty()) {
    if (llvm::Error error = explainOp(outputFile, registry))
      return fail(llvm::toString(std::move(error)));
    return success();
  }

  if (printTargets.getNumOccurrences() != 0)
    return printMachines(outputFile, registry);

  std::string message;
  std::unique_ptr<llvm::MemoryBuffer> input =
      openInputFile(inputFile, &message);
  if (!input)
    return fail(message);
  if (fpo::isNestedTooDeeply(input->getBuffer()))
    return fail(inputFile + " is nested deeper than " +
                Twine(fpo::kMaxNesting) + " levels");

  // Views are collected, since each part of a split input has its own, and
  // written at the end.
  bool emitsMlir = emit == Emit::Mlir;
  std::string report;
  llvm::raw_string_ostream reportStream(report);
  reportStream.enable_colors(fpo::showsColors(outputFile));
  config.setPassPipelineSetupFn([&, base = config](PassManager &pm) {
    if (failed(addRules(pm.getContext())) || failed(base.setupPassPipeline(pm)))
      return failure();
    std::optional<fpo::CodeForm> form = codeFormOf(emit);
    bool compiles = form || emit == Emit::Kernels;
    if ((!emitsMlir && !compiles) || strict)
      pm.addPass(createFinalPass(inputFile, reportStream));
    if (compiles && failed(addCompilation(pm, form, reportStream)))
      return failure();
    if (!emitsMlir)
      pm.addPass(std::make_unique<DiscardPass>());
    return success();
  });
  LogicalResult result = success();
  auto process = [&](llvm::raw_ostream &os) -> llvm::Error {
    result = MlirOptMain(emitsMlir ? os : llvm::nulls(), std::move(input),
                         registry, config);
    if (failed(result))
      return llvm::createStringError("the program could not be processed");
    os << report;
    return llvm::Error::success();
  };
  llvm::Error error = fpo::writeWhole(outputFile, process);
  if (succeeded(result) && error)
    return failToWrite(outputFile, std::move(error));
  llvm::consumeError(std::move(error));
  return result;
}

int main(int argc, char **argv) {
  llvm::InitLLVM initLLVM(argc, argv);
  DialectRegistry registry;
  fpo::registerAll(registry);
  registerAllPasses();
  fpo::registerFpoCodegenPasses();
  fpo::registerFpoReportPasses();
  fpo::registerFpoTransformsPasses();
  fpo::registerLoweringPipeline();
  fpo::registerCodegenPipeline();
  fpo::registerTuningPasses();

  auto [inputFile, outputFile] =
      registerAndParseCLIOptions(argc, argv, "fpo-opt", registry);
  LogicalResult result = failure();
  fpo::runOnDeepStack([&, inputFile = inputFile, outputFile = outputFile] {
    result = run(inputFile, outputFile, registry);
  });
  return asMainReturnCode(result);
}
