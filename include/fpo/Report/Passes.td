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
    Option<"convention", "convention", "::mlir::fpo::Convention",
           /*default=*/"::mlir::fpo::Convention::Fpo",
           "What counts as an operation", [{::llvm::cl::values(
             clEnumValN(::mlir::fpo::Convention::Fpo, "fpo", "ADD and MUL, down to the base"),
             clEnumValN(::mlir::fpo::Convention::Mac, "mac",
                        "multiply-accumulates of contractions and convolutions"))}]>,
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
  let dependentDialects = ["::mlir::fpo::FpoDialect"];
}

#endif // FPO_REPORT_PASSES_TD
