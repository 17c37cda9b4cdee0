//===- TargetTest.cpp - Machine descriptions ------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Target/Target.h"

#include "mlir/Dialect/DLTI/DLTI.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace mlir::fpo;

namespace {

class TargetTest : public ::testing::Test {
protected:
  TargetTest()
      : context(MLIRContext::Threading::DISABLED),
        loc(UnknownLoc::get(&context)),
        handler(&context, [this](Diagnostic &diagnostic) {
          errors += diagnostic.str() + "\n";
        }) {
    context.loadDialect<DLTIDialect>();
  }

  /// Reads a device with `entries`, beside those that are required and not in
  /// `without`.
  FailureOr<Target> read(StringRef entries, StringRef without = "") {
    std::string text = R"(module attributes {dlti.target_system_spec =
                       #dlti.target_system_spec<"m" =
                         #dlti.target_device_spec<"description" = "d")";
    for (auto [key, value] :
         {std::pair<StringRef, StringRef>{"kind", R"("cpu")"},
          {"cores", R"(#dlti.map<"count" = 2, "source" = "s">)"},
          {"rates", "#dlti.map<>"},
          {"levels",
           R"(#dlti.map<"DRAM" = #dlti.map<"bytes" = 8, "source" = "s">>)"}})
      if (key != without)
        text += (", \"" + key + "\" = " + value).str();
    text += (entries.empty() ? "" : ", ") + entries.str() + ">>} {}";
    OwningOpRef<ModuleOp> module =
        parseSourceString<ModuleOp>(text, ParserConfig(&context));
    EXPECT_TRUE(bool(module)) << text << errors;
    if (!module)
      return failure();
    errors.clear();
    return readTarget(*module);
  }

  /// The errors of such a device.
  std::string errorsOf(StringRef entries, StringRef without = "") {
    EXPECT_TRUE(failed(read(entries, without))) << entries.str();
    return errors;
  }

  MLIRContext context;
  Location loc;
  std::string errors;
  ScopedDiagnosticHandler handler;
};

TEST_F(TargetTest, ReadsWhatIsStated) {
  FailureOr<Target> target = read(
      R"("rates" = #dlti.map<
           "vector" = #dlti.map<
             f32 = #dlti.map<"ops_per_second" = [10, 2.0e1],
                             "ops_per_second_of_one_core" = 5,
                             "source" = "a">>,
           "matrix" = #dlti.map<
             (bf16) -> f32 = #dlti.map<"ops_per_second" = 300, "source" = "b">,
             f32 = #dlti.map<"ops_per_second" = 15, "source" = "c">>>,
         "links" = #dlti.map<"pcie" = #dlti.map<"bytes_per_second" = 7,
           "latency_seconds" = [1.0e-6, 2.0e-6], "source" = "d">>,
         "power" = #dlti.map<"watts" = 400, "source" = "e">)",
      "rates");
  ASSERT_TRUE(succeeded(target)) << errors;
  EXPECT_EQ(target->name, "m");
  EXPECT_EQ(target->cores, 2U);
  EXPECT_FALSE(target->clock);

  const PeakRate *rate = target->findRate(Float32Type::get(&context));
  ASSERT_TRUE(rate);
  EXPECT_EQ(rate->unit, "vector");
  EXPECT_EQ(rate->opsPerSecond.value.lower, 10);
  EXPECT_EQ(rate->opsPerSecond.value.upper, 20);
  EXPECT_EQ(rate->opsPerSecondOfOneCore->value.upper, 5);
  EXPECT_EQ(rate->opsPerSecond.source, "a");
  rate = target->findRate(Float32Type::get(&context), "matrix");
  ASSERT_TRUE(rate);
  EXPECT_EQ(rate->opsPerSecond.value.upper, 15);
  rate = target->findRate(BFloat16Type::get(&context));
  ASSERT_TRUE(rate);
  EXPECT_EQ(rate->accumulator, Float32Type::get(&context));
  EXPECT_FALSE(target->findRate(Float64Type::get(&context)));
  EXPECT_FALSE(target->findRate(Float32Type::get(&context), "scalar"));

  EXPECT_EQ(target->links.front().latency->value.lower, 1e-6);
  EXPECT_EQ(target->power->value.upper, 400);
}

/// 4 ops in a cycle of 2 cores at 1 to 3 Hz, 5 Hz alone.
TEST_F(TargetTest, MultipliesCyclesByCoresAndClock) {
  FailureOr<Target> target = read(
      R"("clock" = #dlti.map<"hz" = [1, 3], "hz_of_one_core" = 5,
                             "source" = "k">,
         "rates" = #dlti.map<"vector" = #dlti.map<
           f32 = #dlti.map<"ops_per_cycle" = 4, "source" = "a">,
           f64 = #dlti.map<"ops_per_cycle" = 4, "source" = "a",
             "clock" = #dlti.map<"hz" = 2, "source" = "l">>>>)",
      "rates");
  ASSERT_TRUE(succeeded(target)) << errors;
  const PeakRate *rate = target->findRate(Float32Type::get(&context));
  ASSERT_TRUE(rate);
  EXPECT_EQ(rate->opsPerSecond.value.lower, 8);
  EXPECT_EQ(rate->opsPerSecond.value.upper, 24);
  EXPECT_EQ(rate->opsPerSecondOfOneCore->value.upper, 20);
  EXPECT_EQ(rate->opsPerSecond.source, "a; times 2 cores and the clock: k");
  rate = target->findRate(Float64Type::get(&context));
  EXPECT_EQ(rate->opsPerSecond.value.lower, 16);
  EXPECT_EQ(rate->opsPerSecond.value.upper, 16);
  EXPECT_EQ(rate->opsPerSecondOfOneCore->value.upper, 8);
}

TEST_F(TargetTest, RefusesWhatIsMissing) {
  EXPECT_EQ(errorsOf("", "kind"), "m: expected an entry 'kind'\n");
  EXPECT_EQ(errorsOf("", "cores"), "m: expected an entry 'cores'\n");
  EXPECT_EQ(errorsOf("", "levels"), "m: expected an entry 'levels'\n");
  EXPECT_EQ(errorsOf(R"("levels" = #dlti.map<>)", "levels"),
            "m.levels: expected at least the main memory\n");
  EXPECT_EQ(errorsOf(R"("levels" = #dlti.map<"L1" = #dlti.map<
                       "source" = "s">>)",
                     "levels"),
            "m.levels.L1: expected an entry 'bytes'\n");
  EXPECT_EQ(errorsOf(R"("power" = #dlti.map<"watts" = 5>)"),
            "m.power: expected an entry 'source'\n");
  EXPECT_EQ(errorsOf(R"("rates" = #dlti.map<"vector" = #dlti.map<f32 =
                       #dlti.map<"source" = "s">>>)",
                     "rates"),
            "m.rates.vector.f32: expected an entry 'ops_per_second' or "
            "'ops_per_cycle'\n");
  EXPECT_EQ(errorsOf(R"("rates" = #dlti.map<"vector" = #dlti.map<f32 =
                       #dlti.map<"ops_per_cycle" = 1, "source" = "s">>>)",
                     "rates"),
            "m.rates.vector.f32: 'ops_per_cycle' needs a clock\n");
}

TEST_F(TargetTest, RefusesWhatIsUnknown) {
  EXPECT_EQ(errorsOf(R"("power" = #dlti.map<"kilowatts" = 5, "watts" = 1,
                       "source" = "s">)"),
            "m.power: unknown entry 'kilowatts'; known are watts, source\n");
  EXPECT_EQ(errorsOf(R"("sockets" = 2)"),
            "m: unknown entry 'sockets'; known are description, kind, cores, "
            "clock, power, rates, levels, links\n");
  EXPECT_EQ(errorsOf(R"("power" = #dlti.map<f32 = 5, "watts" = 1,
                       "source" = "s">)"),
            "m.power: unknown entry 'f32'\n");
  EXPECT_EQ(errorsOf(R"("kind" = "tpu")", "kind"),
            "m: 'kind' is 'cpu' or 'gpu', not 'tpu'\n");
  EXPECT_EQ(errorsOf(R"("rates" = #dlti.map<"tensor" = #dlti.map<>>)", "rates"),
            "m.rates.tensor: a unit is 'scalar', 'vector' or 'matrix'\n");
  EXPECT_EQ(errorsOf(R"("rates" = #dlti.map<"vector" = #dlti.map<
                       tensor<f32> = 1>>)",
                     "rates"),
            "m.rates.vector: expected a type of numbers, or (factors) -> "
            "sums, but found 'tensor<f32>'\n");
  EXPECT_EQ(errorsOf(R"("rates" = #dlti.map<f32 = #dlti.map<>>)", "rates"),
            "m.rates: expected a name, but found the type 'f32'\n");
}

TEST_F(TargetTest, RefusesNumbersThatAreNone) {
  for (StringRef watts : {"0", "-1", "-1.0", "0x7FF0000000000000 : f64",
                          "[2, 1]", "[1, 2, 3]", "[0, 1]", "\"5 W\"", "f32"})
    EXPECT_TRUE(StringRef(errorsOf(("\"power\" = #dlti.map<\"watts\" = " +
                                    watts + ", \"source\" = \"s\">")
                                       .str()))
                    .starts_with("m.power: expected a positive number or "
                                 "[least, most] as 'watts', but found "))
        << watts.str() << errors;
  for (StringRef count : {"0", "-3", "1.5", "\"2\""})
    EXPECT_TRUE(StringRef(errorsOf(("\"cores\" = #dlti.map<\"count\" = " +
                                    count + ", \"source\" = \"s\">")
                                       .str(),
                                   "cores"))
                    .starts_with("m.cores: expected a positive whole number "
                                 "as 'count', but found "))
        << errors;
  EXPECT_EQ(errorsOf(R"("cores" = #dlti.map<"count" = 4294967296,
                       "source" = "s">)",
                     "cores"),
            "m.cores: 'count' is too large: 4294967296\n"
            "m.cores: expected an entry 'count'\n");
  EXPECT_EQ(errorsOf(R"("power" = #dlti.map<"watts" = 5, "source" = " ">)"),
            "m.power: expected a string that says something as 'source', but "
            "found \" \"\n");
  EXPECT_EQ(errorsOf(R"("power" = 5)"),
            "m: expected a #dlti.map as 'power', but found 5 : i64\n");
}

TEST_F(TargetTest, RefusesWhatContradictsItself) {
  EXPECT_EQ(errorsOf(R"("clock" = #dlti.map<"hz" = 10, "source" = "s">,
       "rates" = #dlti.map<"vector" = #dlti.map<f32 = #dlti.map<
         "ops_per_cycle" = 4, "ops_per_second" = 100, "source" = "s">>>)",
                     "rates"),
            "m.rates.vector.f32: 'ops_per_second' is not 'ops_per_cycle' times "
            "the cores and the clock, which is [8.000000e+01, 8.000000e+01]\n");
  EXPECT_EQ(errorsOf(R"("rates" = #dlti.map<"vector" = #dlti.map<f32 =
         #dlti.map<"ops_per_second" = 100, "ops_per_second_of_one_core" = 101,
         "source" = "s">>>)",
                     "rates"),
            "m.rates.vector.f32: one core is faster than all of them\n");
  EXPECT_EQ(errorsOf(R"("levels" = #dlti.map<
         "L1" = #dlti.map<"bytes" = 4096, "line" = 64, "ways" = 3,
                          "cores" = 3, "source" = "s">,
         "L2" = #dlti.map<"bytes" = 64, "source" = "s">>)",
                     "levels"),
            "m.levels.L1: more cores share it than there are\n"
            "m.levels.L1: its bytes are no whole number of sets of 3 lines of "
            "64 bytes\n"
            "m.levels.L2: it is smaller than 'L1'; the levels go from the "
            "fastest to the slowest\n");
}

TEST_F(TargetTest, RefusesOtherModules) {
  auto errorsOfModule = [&](StringRef text) {
    OwningOpRef<ModuleOp> module =
        parseSourceString<ModuleOp>(text, ParserConfig(&context));
    EXPECT_TRUE(bool(module)) << errors;
    if (!module)
      return std::string();
    errors.clear();
    EXPECT_TRUE(failed(readTarget(*module)));
    return errors;
  };
  EXPECT_EQ(errorsOfModule("module {}"), "expected a module with the attribute "
                                         "'dlti.target_system_spec'\n");
  EXPECT_EQ(errorsOfModule("module attributes {dlti.target_system_spec = "
                           "#dlti.target_system_spec<"
                           "\"a\" = #dlti.target_device_spec<\"x\" = 1>, "
                           "\"b\" = #dlti.target_device_spec<\"x\" = 1>>} "
                           "{}"),
            "expected one device, but found 2\n");
}

TEST_F(TargetTest, LoadsEveryShippedTarget) {
  std::vector<std::string> names = getShippedTargets();
  EXPECT_GE(names.size(), 14U);
  EXPECT_TRUE(llvm::is_sorted(names));
  for (const std::string &name : names) {
    FailureOr<Target> target = loadTarget(name, loc);
    ASSERT_TRUE(succeeded(target)) << name << ": " << errors;
    EXPECT_EQ(target->name, name);
    EXPECT_FALSE(target->rates.empty()) << name;
    EXPECT_TRUE(target->findRate(Float32Type::get(&context))) << name;
    EXPECT_TRUE(target->levels.back().bytesPerSecond) << name;
    // Nobody but AWS knows how much this one takes.
    EXPECT_EQ(target->power.has_value(), name != "aws-graviton3") << name;
  }
}

/// The peaks that the vendors print, in 10^12 in a second, with what they are
/// rounded by, and those that others worked out from the same facts.
TEST_F(TargetTest, KnowsPublishedPeaks) {
  struct Published {
    StringRef target, unit;
    Type type;
    double peak;
  };
  Type f64 = Float64Type::get(&context), f32 = Float32Type::get(&context),
       tf32 = FloatTF32Type::get(&context), f16 = Float16Type::get(&context),
       bf16 = BFloat16Type::get(&context), i8 = IntegerType::get(&context, 8),
       fp8 = Float8E4M3FNType::get(&context),
       fp8Amd = Float8E4M3FNUZType::get(&context);
  for (const Published &published : std::initializer_list<Published>{
           {"nvidia-a100-sxm", "vector", f64, 9.7},
           {"nvidia-a100-sxm", "matrix", f64, 19.5},
           {"nvidia-a100-sxm", "vector", f32, 19.5},
           {"nvidia-a100-sxm", "matrix", tf32, 156},
           {"nvidia-a100-sxm", "", bf16, 312},
           {"nvidia-a100-sxm", "", f16, 312},
           {"nvidia-a100-sxm", "", i8, 624},
           {"nvidia-h100-sxm", "vector", f64, 34},
           {"nvidia-h100-sxm", "matrix", f64, 67},
           {"nvidia-h100-sxm", "", f32, 67},
           {"nvidia-h100-sxm", "", tf32, 989 / 2.},
           {"nvidia-h100-sxm", "", bf16, 1979 / 2.},
           {"nvidia-h100-sxm", "", fp8, 3958 / 2.},
           {"nvidia-h200-sxm", "", i8, 3958 / 2.},
           {"nvidia-b200-sxm", "", fp8, 9000 / 2.},
           {"amd-mi300x", "vector", f64, 81.7},
           {"amd-mi300x", "vector", f32, 163.4},
           {"amd-mi300x", "", bf16, 1307.4},
           {"amd-mi300x", "", fp8Amd, 2614.9},
           // NVIDIA: 7.1 for two of them.
           {"nvidia-grace", "", f64, 7.1 / 2}}) {
    FailureOr<Target> target = loadTarget(published.target, loc);
    ASSERT_TRUE(succeeded(target)) << errors;
    const PeakRate *rate = target->findRate(published.type, published.unit);
    ASSERT_TRUE(rate) << published.target.str();
    double upper = rate->opsPerSecond.value.upper / 1e12;
    EXPECT_NEAR(upper, published.peak, published.peak * 0.02)
        << published.target.str();
  }
}

/// Cores times units times lanes times two times the clock, by hand.
TEST_F(TargetTest, DerivesPeaksOfProcessors) {
  Type f32 = Float32Type::get(&context);
  struct Derived {
    StringRef target;
    double cores, units, lanes, least, most;
  };
  for (const Derived &derived : std::initializer_list<Derived>{
           {"intel-xeon-8280", 28, 2, 16, 1.8, 2.4},
           {"intel-xeon-8380", 40, 2, 16, 2.3, 3.0},
           {"intel-xeon-8480", 56, 2, 16, 2.0, 3.0},
           {"amd-epyc-7742", 64, 2, 8, 2.25, 3.4},
           {"amd-epyc-7763", 64, 2, 8, 2.45, 3.5},
           {"amd-epyc-9654", 96, 2, 8, 2.4, 3.55},
           {"aws-graviton3", 64, 4, 4, 2.6, 2.6},
           {"ampere-altra-q80-30", 80, 2, 4, 3.0, 3.0},
           {"nvidia-grace", 72, 4, 4, 3.0, 3.1}}) {
    FailureOr<Target> target = loadTarget(derived.target, loc);
    ASSERT_TRUE(succeeded(target)) << errors;
    Quantity peak = target->findRate(f32)->opsPerSecond.value;
    double inACycle = derived.cores * derived.units * derived.lanes * 2;
    EXPECT_NEAR(peak.lower / 1e9, inACycle * derived.least, 1e-3);
    EXPECT_NEAR(peak.upper / 1e9, inACycle * derived.most, 1e-3);
  }
}

/// Everything that a target says is in the file that it is written to.
TEST_F(TargetTest, WritesWhatItReads) {
  auto expectSame = [](const std::optional<Stated> &lhs,
                       const std::optional<Stated> &rhs, const Twine &what) {
    SCOPED_TRACE(what.str());
    ASSERT_EQ(lhs.has_value(), rhs.has_value());
    if (!lhs)
      return;
    EXPECT_NEAR(lhs->value.lower, rhs->value.lower, 1e-4 * lhs->value.lower);
    EXPECT_NEAR(lhs->value.upper, rhs->value.upper, 1e-4 * lhs->value.upper);
    EXPECT_EQ(lhs->source, rhs->source);
  };
  for (const std::string &name : getShippedTargets()) {
    SCOPED_TRACE(name);
    FailureOr<Target> target = loadTarget(name, loc);
    ASSERT_TRUE(succeeded(target)) << errors;
    // Names may hold what must be escaped.
    target->description += " \"\\\n";
    if (!target->links.empty())
      target->links.front().latency =
          Stated{{1e-6, 2e-6}, target->links.front().bytesPerSecond.source};
    std::string text;
    llvm::raw_string_ostream os(text);
    writeTarget(*target, os);
    OwningOpRef<ModuleOp> module =
        parseSourceString<ModuleOp>(text, ParserConfig(&context));
    ASSERT_TRUE(bool(module)) << text << errors;
    FailureOr<Target> copy = readTarget(*module);
    ASSERT_TRUE(succeeded(copy)) << text << errors;

    EXPECT_EQ(copy->name, target->name);
    EXPECT_EQ(copy->description, target->description);
    EXPECT_EQ(copy->kind, target->kind);
    EXPECT_EQ(copy->cores, target->cores);
    EXPECT_EQ(copy->coresSource, target->coresSource);
    expectSame(copy->clock, target->clock, "clock");
    expectSame(copy->clockOfOneCore, target->clockOfOneCore, "clock of one");
    expectSame(copy->power, target->power, "power");
    ASSERT_EQ(copy->rates.size(), target->rates.size());
    for (const auto &[lhs, rhs] : llvm::zip(copy->rates, target->rates)) {
      EXPECT_EQ(lhs.type, rhs.type);
      EXPECT_EQ(lhs.accumulator, rhs.accumulator);
      EXPECT_EQ(lhs.unit, rhs.unit);
      expectSame(lhs.opsPerSecond, rhs.opsPerSecond, "rate");
      ASSERT_EQ(lhs.opsPerSecondOfOneCore.has_value(),
                rhs.opsPerSecondOfOneCore.has_value());
      if (lhs.opsPerSecondOfOneCore) {
        EXPECT_NEAR(lhs.opsPerSecondOfOneCore->value.upper,
                    rhs.opsPerSecondOfOneCore->value.upper,
                    1e-4 * rhs.opsPerSecondOfOneCore->value.upper);
      }
    }
    ASSERT_EQ(copy->levels.size(), target->levels.size());
    for (const auto &[lhs, rhs] : llvm::zip(copy->levels, target->levels)) {
      EXPECT_EQ(lhs.name, rhs.name);
      EXPECT_EQ(lhs.capacity, rhs.capacity);
      EXPECT_EQ(lhs.line, rhs.line);
      EXPECT_EQ(lhs.associativity, rhs.associativity);
      EXPECT_EQ(lhs.cores, rhs.cores);
      EXPECT_EQ(lhs.source, rhs.source);
      expectSame(lhs.bytesPerSecond, rhs.bytesPerSecond, rhs.name);
    }
    ASSERT_EQ(copy->links.size(), target->links.size());
    for (const auto &[lhs, rhs] : llvm::zip(copy->links, target->links)) {
      EXPECT_EQ(lhs.name, rhs.name);
      expectSame(lhs.bytesPerSecond, rhs.bytesPerSecond, rhs.name);
      expectSame(lhs.latency, rhs.latency, rhs.name + ", latency");
    }
  }
}

TEST_F(TargetTest, SuggestsNames) {
  EXPECT_TRUE(failed(loadTarget("h100", loc)));
  EXPECT_TRUE(StringRef(errors).starts_with(
      "there is no target 'h100'; did you mean 'nvidia-h100-sxm'?\n"))
      << errors;
  errors.clear();
  EXPECT_TRUE(failed(loadTarget("nonsense", loc)));
  EXPECT_EQ(errors, "there is no target 'nonsense'\n");
}

} // namespace
