//===- Passes.td - Passes that report costs ----------------*- tablegen -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_REPORT_PASSES_TD
#define FPO_REPORT_PASSES_TD

include "mlir/Pass/PassBase.td"

def FpoReportPass : Pass<"fpo-report", "::mlir::ModuleOp"> {
  let summary = "Report what the program costs";
  let description = [{
    Costs the program and writes a report; the IR stays as it is. `fpo-opt
    --emit=VIEW` is this pass at the end of the pipeline. A file is written
    whole or not at all.
  }];
  let options = [
    Option<"view", "view", "::mlir::fpo::View", /*default=*/"::mlir::fpo::View::Text",
           "What the report looks like", [{::llvm::cl::values(
             clEnumValN(::mlir::fpo::View::Text, "report", "text for a terminal"),
             clEnumValN(::mlir::fpo::View::Json, "json", "the schema fpo-report/1"),
             clEnumValN(::mlir::fpo::View::Csv, "csv", "a line for each op"),
             clEnumValN(::mlir::fpo::View::Markdown, "markdown", "tables for a page"),
             clEnumValN(::mlir::fpo::View::None, "none", "nothing; for strict"))}]>,
    Option<"convention", "convention", "::mlir::fpo::ConventionChoice",
           /*default=*/"::mlir::fpo::ConventionChoice::Fpo",
           "What counts as an operation", [{::llvm::cl::values(
             clEnumValN(::mlir::fpo::ConventionChoice::Fpo, "fpo", "ADD and MUL, down to the base"),
             clEnumValN(::mlir::fpo::ConventionChoice::Mac, "mac",
                        "multiply-accumulates of contractions and convolutions"),
             clEnumValN(::mlir::fpo::ConventionChoice::Torch, "torch",
                        "flops as torch.utils.flop_counter counts them"),
             clEnumValN(::mlir::fpo::ConventionChoice::Xla, "xla",
                        "flops as XLA's HloCostAnalysis counts them"),
             clEnumValN(::mlir::fpo::ConventionChoice::All, "all", "all beside each other"))}]>,
    Option<"count", "count", "::mlir::fpo::CountMode",
           /*default=*/"::mlir::fpo::CountMode::Executed",
           "Which operations count", [{::llvm::cl::values(
             clEnumValN(::mlir::fpo::CountMode::Executed, "executed", "all"),
             clEnumValN(::mlir::fpo::CountMode::Useful, "useful",
                        "not those that padding, dilation or a mask makes pointless"))}]>,
    Option<"entry", "entry", "std::string", /*default=*/"\"\"",
           "The function that is run">,
    Option<"inputs", "inputs", "int", /*default=*/"-1",
           "The entry's last so many arguments are inputs, the others parameters">,
    ListOption<"rules", "rules", "std::string",
               "Files of rules that go before the shipped ones">,
    Option<"training", "training", "bool", /*default=*/"false",
           "Report what training costs too; the next options are about that">,
    Option<"optimizer", "optimizer", "::mlir::fpo::Optimizer",
           /*default=*/"::mlir::fpo::Optimizer::Sgd",
           "How parameters are updated", [{::llvm::cl::values(
             clEnumValN(::mlir::fpo::Optimizer::None, "none", "not at all"),
             clEnumValN(::mlir::fpo::Optimizer::Sgd, "sgd", "w - alpha g"),
             clEnumValN(::mlir::fpo::Optimizer::Momentum, "momentum", "SGD with momentum"),
             clEnumValN(::mlir::fpo::Optimizer::Adam, "adam", "Kingma and Ba 2015, algorithm 1"),
             clEnumValN(::mlir::fpo::Optimizer::AdamW, "adamw", "Loshchilov and Hutter 2019, algorithm 2"))}]>,
    Option<"weightDecay", "weight-decay", "bool", /*default=*/"false",
           "Add the parameters, scaled, to their gradients; adamw does it its own way">,
    Option<"steps", "steps", "uint64_t", /*default=*/"1", "Steps in an epoch">,
    Option<"epochs", "epochs", "uint64_t", /*default=*/"1", "Epochs">,
    Option<"inputGradients", "input-gradients", "bool", /*default=*/"false",
           "The entry's inputs want gradients too">,
    Option<"target", "target", "std::string", /*default=*/"\"\"",
           "A machine, shipped, 'host' or a file: report how long the program takes on it">,
    Option<"cores", "cores", "unsigned", /*default=*/"0",
           "How many of its cores; 0: all">,
    Option<"measured", "measured", "double", /*default=*/"0",
           "Seconds that one run took: report the utilisation">,
    Option<"traffic", "traffic", "bool", /*default=*/"false",
           "Report what crosses each cache of the target">,
    Option<"groups", "groups", "bool", /*default=*/"false",
           "List the fusion groups">,
    Option<"examples", "examples", "uint64_t", /*default=*/"0",
           "Examples of a dataset: report what a result costs that the program is run for; 0: don't">,
    Option<"batch", "batch", "uint64_t", /*default=*/"1",
           "Examples that one run of the program takes">,
    Option<"experiments", "experiments", "uint64_t", /*default=*/"1",
           "How often the dataset is gone through, with other hyperparameters">,
    Option<"devices", "devices", "bool", /*default=*/"false",
           "Report what the devices of a grid send each other, and the stages of a pipeline">,
    Option<"link", "link", "std::string", /*default=*/"\"\"",
           "The link of the target that devices communicate over; the first one by default">,
    Option<"microbatches", "microbatches", "uint64_t", /*default=*/"1",
           "Microbatches that go through the stages">,
    Option<"energy", "energy", "bool", /*default=*/"false",
           "Report energy and emissions; the next options are about that">,
    Option<"energyTable", "energy-table", "std::string", /*default=*/"\"\"",
           "A file with energies of operations and bytes that go before the shipped ones">,
    Option<"energyLevel", "energy-level", "std::string", /*default=*/"\"main\"",
           "The memory that bytes come from and go to">,
    Option<"grid", "grid", "std::string", /*default=*/"\"world\"",
           "A grid of the table, or LO:HI grams of CO2e per kWh">,
    Option<"memory", "memory", "bool", /*default=*/"false",
           "Report what the program holds in memory too">,
    ListOption<"bind", "bind", "std::string",
               "SYMBOL=VALUE: a number for a symbol, such as arg0.1=128">,
    ListOption<"sweep", "sweep", "std::string",
               "SYMBOL=FROM:TO:STEP or SYMBOL=FROM:TO:xFACTOR: a table over sizes">,
    Option<"strict", "strict", "bool", /*default=*/"false",
           "Fail if some cost is not known">,
    Option<"output", "output", "std::string", /*default=*/"\"-\"",
           "The file to write; '-' is the standard output">,
    Option<"file", "file", "std::string", /*default=*/"\"\"",
           "The name of the input that the report gives">
  ];
  let dependentDialects = ["::mlir::DLTIDialect", "::mlir::fpo::FpoDialect"];
}

#endif // FPO_REPORT_PASSES_TD
