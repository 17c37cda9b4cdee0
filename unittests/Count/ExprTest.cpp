//===- ExprTest.cpp - Tests of expressions --------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Count/Expr.h"

#include "gtest/gtest.h"

#include <functional>
#include <map>
#include <random>

using namespace mlir::fpo;

namespace {

Expr symbol(llvm::StringRef name) { return Expr::symbol(name); }

TEST(Expr, PolynomialsHaveANormalForm) {
  Expr a = symbol("a"), b = symbol("b");
  EXPECT_EQ((a + b) * (a - b), a * a - b * b);
  EXPECT_EQ(a + b - a, b);
  EXPECT_TRUE((a - a).isConstant());
  EXPECT_EQ(hash_value(a * b + a), hash_value(a * (Expr(1) + b)));
  EXPECT_EQ(((a + Expr(1)) * (a + Expr(1))).str(), "a^2 + 2*a + 1");
  EXPECT_EQ(symbol("arg0.10") * symbol("arg0.2"),
            symbol("arg0.2") * symbol("arg0.10"));
  EXPECT_EQ((symbol("arg0.10") * symbol("arg0.2")).str(), "arg0.2*arg0.10");
}

TEST(Expr, GoesBeyond64Bits) {
  Expr product = 1;
  for (int i = 0; i < 5; ++i)
    product *= symbol("s" + std::to_string(i));
  // 2^41 for each of five symbols: 2^205, from another source.
  Expr value = product.substitute(
      [](llvm::StringRef) { return Expr(int64_t(1) << 41); });
  EXPECT_EQ(value.str(),
            "51422017416287688817342786954917203280710495801049370729644032");
}

TEST(Expr, DividesPolynomials) {
  Expr b = symbol("b"), s = symbol("s");
  EXPECT_EQ(Expr::floorDiv(b * s * Expr(768), s * Expr(64)), b * Expr(12));
  EXPECT_EQ(Expr::floorDiv(b * b - s * s, b + s), b - s);
  EXPECT_EQ(Expr::floorDiv(Expr(4) * b + Expr(5), 2).str(), "2*b + 2");
  EXPECT_EQ(Expr::floorDiv(Expr(4) * b + Expr(5), 8).str(), "floor((b + 1)/2)");
  // The sizes of a chain of convolutions of stride 2.
  Expr h = symbol("h");
  for (int i = 0; i < 5; ++i)
    h = Expr::floorDiv(h - Expr(1), 2) + Expr(1);
  EXPECT_EQ(h.str(), "floor((h + 31)/32)");
}

TEST(Expr, ChoosesWhatIsKnown) {
  Expr n = symbol("n");
  EXPECT_EQ(Expr::max(n, 0), n);
  EXPECT_EQ(Expr::min(n, n + Expr(3)), n);
  EXPECT_EQ(Expr::max(n - Expr(1), 0).str(), "max(0, n - 1)");
  EXPECT_EQ(Expr::select(n, 7, 8), Expr(7));
  EXPECT_EQ(Expr::select(-n - Expr(1), 7, 8), Expr(8));
}

TEST(Expr, SumsPowers) {
  Expr n = symbol("n"), i = symbol("i");
  EXPECT_EQ(Expr::sum("i", 0, n, i).str(), "(n^2 - n)/2");
  EXPECT_EQ(Expr::sum("i", 0, n, i * i * i * i).str(),
            "(6*n^5 - 15*n^4 + 10*n^3 - n)/30");
  Expr stays = Expr::sum("i", 0, n, Expr::floorDiv(n, i + Expr(1)));
  EXPECT_EQ(stays.str(), "sum(i in 0..n, floor(n/(i + 1)))");
  // The divisor summatory function at 10: A006218.
  EXPECT_EQ(stays.substitute([](llvm::StringRef) { return Expr(10); }),
            Expr(27));
}

TEST(Expr, SumsPolynomialsWithoutACheck) {
  Expr n = symbol("n"), m = symbol("m"), i = symbol("i");
  // Over an empty range, what the formula gives.
  EXPECT_EQ(Expr::sumPolynomial("i", 3, n, i)->str(), "(n^2 - n - 6)/2");
  EXPECT_EQ(Expr::sumPolynomial("i", m, n, 2)->str(), "-2*m + 2*n");
  EXPECT_FALSE(Expr::sumPolynomial("i", 0, n, Expr::floorDiv(i, 2)));
}

TEST(Expr, SubstitutesAtoms) {
  Expr n = symbol("n"), q = symbol("q"), half = Expr::floorDiv(n, 2);
  auto replace = [&](const Atom &atom) -> std::optional<Expr> {
    if (atom.compare(*half.asAtom()) == 0)
      return q + Expr(1);
    return std::nullopt;
  };
  EXPECT_EQ((half * half + n).substituteAtoms(replace),
            (q + Expr(1)) * (q + Expr(1)) + n);
  EXPECT_EQ(Expr::min(half, 7).substituteAtoms(replace).str(), "min(7, q + 1)");
  // What a sum binds is not what has this name outside.
  Expr sum = Expr::sum("n", 0, q, Expr::floorDiv(q, n + Expr(1)));
  EXPECT_EQ(sum.substitute([](llvm::StringRef name) -> std::optional<Expr> {
    if (name == "n")
      return Expr(0);
    return std::nullopt;
  }),
            sum);
}

TEST(Expr, DivisionByZeroHasNoValue) {
  Expr quotient = Expr::floorDiv(7, symbol("n"));
  EXPECT_FALSE(quotient.substitute([](llvm::StringRef) { return Expr(0); })
                   .isConstant());
}

TEST(Expr, ReadsWhatItPrints) {
  for (llvm::StringRef text :
       {"0", "-3", "a", "2*a^2*b - b + 1", "(n^2 - n)/2", "a/3 + a^2*2/3",
        "floor((h + 31)/32)", "max(0, a - 1)", "min(a, b)",
        "select(a - 3 >= 0, b, 7)", "sum(i in 0..n, floor(n/(i + 1)))",
        "trip(@f:3)*arg0.1", "123456789012345678901234567890"}) {
    llvm::Expected<Expr> expr = Expr::parse(text);
    ASSERT_TRUE(bool(expr)) << llvm::toString(expr.takeError());
    llvm::Expected<Expr> again = Expr::parse(expr->str());
    ASSERT_TRUE(bool(again)) << llvm::toString(again.takeError());
    EXPECT_EQ(*expr, *again) << text.str();
  }
}

TEST(Expr, SaysWhatIsWrongWithAText) {
  for (llvm::StringRef text :
       {"", "a +", "(a", "a b", "f(a)", "a/0", "a/b", "1/2", "select(a, b, c)",
        "trip(@f", "sum(i in 0..n)", "a^999", "#"}) {
    llvm::Expected<Expr> expr = Expr::parse(text);
    EXPECT_FALSE(bool(expr)) << text.str();
    llvm::consumeError(expr.takeError());
  }
  llvm::Expected<Expr> deep = Expr::parse(std::string(100000, '('));
  EXPECT_FALSE(bool(deep));
  llvm::consumeError(deep.takeError());
}

/// A random expression, and a function that computes the same in int64_t.
struct Sample {
  using Values = std::map<std::string, int64_t>;
  Expr expr;
  std::function<std::optional<int64_t>(const Values &)> value;
};

int64_t floorDivide(int64_t a, int64_t b) {
  int64_t quotient = a / b;
  return quotient * b != a && ((a < 0) != (b < 0)) ? quotient - 1 : quotient;
}

Sample makeSample(std::mt19937 &random, unsigned depth) {
  auto pick = [&](int n) { return int(random() % n); };
  if (depth == 0 || pick(6) == 0) {
    if (pick(2)) {
      int64_t number = pick(13) - 4;
      return {Expr(number), [=](const Sample::Values &) { return number; }};
    }
    std::string name(1, char('a' + pick(3)));
    return {Expr::symbol(name),
            [=](const Sample::Values &values) { return values.at(name); }};
  }
  Sample l = makeSample(random, depth - 1), r = makeSample(random, depth - 1);
  auto binary =
      [&](Expr expr,
          std::function<std::optional<int64_t>(int64_t, int64_t)> op) {
        return Sample{
            std::move(expr),
            [=](const Sample::Values &values) -> std::optional<int64_t> {
              std::optional<int64_t> a = l.value(values), b = r.value(values);
              if (!a || !b || std::abs(*a) > 1000000 || std::abs(*b) > 1000000)
                return std::nullopt;
              return op(*a, *b);
            }};
      };
  switch (pick(9)) {
  case 0:
  case 1:
    return binary(l.expr + r.expr, [](int64_t a, int64_t b) { return a + b; });
  case 2:
    return binary(l.expr - r.expr, [](int64_t a, int64_t b) { return a - b; });
  case 3:
    return binary(l.expr * r.expr, [](int64_t a, int64_t b) { return a * b; });
  case 4:
    return binary(Expr::min(l.expr, r.expr),
                  [](int64_t a, int64_t b) { return std::min(a, b); });
  case 5:
    return binary(Expr::max(l.expr, r.expr),
                  [](int64_t a, int64_t b) { return std::max(a, b); });
  case 6:
    return binary(Expr::floorDiv(l.expr, r.expr),
                  [](int64_t a, int64_t b) -> std::optional<int64_t> {
                    if (b == 0)
                      return std::nullopt;
                    return floorDivide(a, b);
                  });
  case 7: {
    int64_t by = 1 + pick(6);
    return binary(Expr::floorDiv(l.expr, by),
                  [=](int64_t a, int64_t) { return floorDivide(a, by); });
  }
  default:
    return binary(Expr::select(l.expr, r.expr, l.expr),
                  [](int64_t a, int64_t b) { return a >= 0 ? b : a; });
  }
}

TEST(Expr, SimplificationsKeepTheValue) {
  std::mt19937 random(42);
  unsigned compared = 0;
  for (int i = 0; i < 4000; ++i) {
    Sample sample = makeSample(random, 4);
    llvm::Expected<Expr> read = Expr::parse(sample.expr.str());
    ASSERT_TRUE(bool(read)) << llvm::toString(read.takeError());
    for (int64_t base : {0, 1, 2, 5, 8}) {
      Sample::Values values{
          {"a", base}, {"b", (base * 3) % 7}, {"c", base / 2}};
      std::optional<int64_t> wanted = sample.value(values);
      if (!wanted)
        continue;
      auto bind = [&](llvm::StringRef name) -> std::optional<Expr> {
        return Expr(values.at(name.str()));
      };
      ++compared;
      ASSERT_EQ(sample.expr.substitute(bind), Expr(*wanted))
          << sample.expr.str() << " at base " << base;
      ASSERT_EQ(read->substitute(bind), Expr(*wanted))
          << read->str() << " read from " << sample.expr.str();
      std::optional<DynamicAPInt> low = sample.expr.minimum(),
                                  high = sample.expr.maximum();
      ASSERT_TRUE(!low || *low <= *wanted) << sample.expr.str();
      ASSERT_TRUE(!high || *high >= *wanted) << sample.expr.str();
    }
  }
  EXPECT_GT(compared, 10000U);
}

} // namespace
