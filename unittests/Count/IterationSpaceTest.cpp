//===- IterationSpaceTest.cpp - Sums over nests beside enumeration --------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Count/IterationSpace.h"

#include "gtest/gtest.h"

#include <cstdlib>
#include <functional>
#include <map>
#include <random>

using namespace mlir::fpo;

namespace {

Expr parse(llvm::StringRef text) { return llvm::cantFail(Expr::parse(text)); }

Expr at(const Expr &expr, const std::map<std::string, int64_t> &values) {
  return expr.substitute([&](llvm::StringRef name) -> std::optional<Expr> {
    auto place = values.find(name.str());
    if (place == values.end())
      return std::nullopt;
    return Expr(place->second);
  });
}

//===----------------------------------------------------------------------===//
// Nests as text, and how they come out
//===----------------------------------------------------------------------===//

struct Nest {
  const char *name;
  std::vector<std::string> variables;
  /// Each is >= 0, or == 0 after "= ".
  std::vector<std::string> constraints;
  const char *body;
  /// What is printed; null: anything that is right.
  const char *text;
};

std::optional<Expr> sumOf(const Nest &nest) {
  IterationSpace space;
  for (const std::string &variable : nest.variables)
    space.addVariable(variable);
  for (llvm::StringRef constraint : nest.constraints) {
    bool isEquality = constraint.consume_front("= ");
    bool isLinear = isEquality ? space.addEquality(parse(constraint))
                               : space.addConstraint(parse(constraint));
    EXPECT_TRUE(isLinear) << nest.name << ": " << constraint.str();
  }
  return space.sum(parse(nest.body));
}

/// The sum over all points of the box from `low` to `high` in each variable at
/// which the constraints hold, by looking at each.
int64_t enumerate(const Nest &nest, std::map<std::string, int64_t> values,
                  int64_t low, int64_t high) {
  std::vector<std::pair<bool, Expr>> constraints;
  for (llvm::StringRef constraint : nest.constraints) {
    bool isEquality = constraint.consume_front("= ");
    constraints.emplace_back(isEquality, at(parse(constraint), values));
  }
  Expr body = at(parse(nest.body), values);
  std::function<int64_t(size_t, std::vector<std::pair<bool, Expr>>, Expr)>
      visit = [&](size_t depth, std::vector<std::pair<bool, Expr>> rest,
                  Expr value) -> int64_t {
    if (depth == nest.variables.size())
      return int64_t(value.constant());
    int64_t total = 0;
    for (int64_t i = low; i <= high; ++i) {
      std::map<std::string, int64_t> here = {{nest.variables[depth], i}};
      std::vector<std::pair<bool, Expr>> left;
      bool holds = true;
      for (const auto &[isEquality, expr] : rest) {
        Expr bound = at(expr, here);
        if (!bound.isConstant())
          left.emplace_back(isEquality, bound);
        else if (isEquality ? !bound.isZero() : bound.constant() < 0)
          holds = false;
        if (!holds)
          break;
      }
      if (holds)
        total += visit(depth + 1, std::move(left), at(value, here));
    }
    return total;
  };
  return visit(0, constraints, body);
}

// [symbol.nest]
TEST(IterationSpace, NamedNests) {
  const Nest nests[] = {
      {"triangle",
       {"i", "j"},
       {"i", "N-1-i", "j", "i-1-j"},
       "1",
       "(N^2 - N)/2"},
      {"a triangle of 8 by j in [0, i + 8)",
       {"i", "j"},
       {"i", "7-i", "j", "i+7-j"},
       "1",
       "92"},
      {"2 j <= i",
       {"i", "j"},
       {"i", "N-1-i", "j", "i-2*j"},
       "1",
       "floor((N^2 + 2*N + 1)/4)"},
      {"i + j <= N", {"i", "j"}, {"i", "j", "N-i-j"}, "1", "(N^2 + 3*N + 2)/2"},
      {"tetrahedron",
       {"i", "j", "k"},
       {"i", "N-1-i", "j", "i-j", "k", "j-k"},
       "1",
       "(N^3 + 3*N^2 + 2*N)/6"},
      {"step 3", {"i"}, {"i", "N-1-3*i"}, "1", "floor((N + 2)/3)"},
      {"step 3, then [i, N) step 2",
       {"i", "j"},
       {"i", "N-1-3*i", "j", "N-3*i-2*j-1"},
       "1",
       "floor((N^2 + 4*N + 7)/12)"},
      {"a tile of 32",
       {"ii", "i"},
       {"ii", "N-1-32*ii", "i-32*ii", "min(N, 32*ii + 32)-1-i"},
       "1",
       "N"},
      {"a triangle in tiles of 4",
       {"ii", "i", "j"},
       {"ii", "N-1-4*ii", "i-4*ii", "min(N, 4*ii + 4)-1-i", "j", "i-1-j"},
       "1",
       "(N^2 - N)/2"},
      {"j < 2 floor(i/3)",
       {"i", "j"},
       {"i", "N-1-i", "j", "2*floor(i/3)-1-j"},
       "1",
       "-N + floor((N^2 + 2)/3)"},
      {"a band of five",
       {"i", "j"},
       {"i", "N-1-i", "j", "N-1-j", "j-i+2", "i-j+2"},
       "1",
       nullptr},
      {"i < N, j < M, j <= i",
       {"i", "j"},
       {"i", "N-1-i", "j", "M-1-j", "i-j"},
       "1",
       "(2*N*min(M, N) - min(M, N)^2 + min(M, N))/2"},
      {"the taps of a 3-wide window that see the input",
       {"i", "j"},
       {"i", "N-1-i", "j", "2-j", "i+j-1", "N-i-j"},
       "1",
       "max(0, 3*N - 2)"},
      {"even i, j < i/4",
       {"i", "h", "j"},
       {"i", "N-1-i", "= i-2*h", "j", "i-1-4*j"},
       "1",
       nullptr},
      {"[5, N - 5)", {"i"}, {"i-5", "N-6-i"}, "1", "max(0, N - 10)"},
      {"3 i + 5 j <= N",
       {"i", "j"},
       {"i", "j", "N-3*i-5*j"},
       "1",
       "floor((N^2 + 9*N)/30) + 1"},
      {"a simplex of four levels",
       {"i", "j", "k", "l"},
       {"i", "N-1-i", "j", "i-j", "k", "j-k", "l", "k-l"},
       "1",
       "(N^4 + 6*N^3 + 11*N^2 + 6*N)/24"},
      {"downwards by 2",
       {"i", "j"},
       {"i", "N-1-2*i", "j", "N-2-2*i-j"},
       "1",
       "floor(N^2/4)"},
      {"step 128 within",
       {"i", "j"},
       {"i", "N-1-i", "j", "i-1-128*j"},
       "1",
       nullptr},
      {"a triangle in tiles of 8 by 8",
       {"ii", "jj", "i", "j"},
       {"ii", "N-1-8*ii", "jj-ii", "N-1-8*jj", "i-8*ii", "N-1-i", "8*ii+7-i",
        "j-8*jj", "N-1-j", "8*jj+7-j", "j-i"},
       "1",
       "(N^2 + N)/2"},
      // Bodies.
      {"what tiles hold",
       {"ii"},
       {"ii", "N-1-32*ii"},
       "min(32, N - 32*ii)",
       "N"},
      {"what tiles of tiles hold",
       {"ii", "jj"},
       {"ii", "N-1-32*ii", "jj", "M-1-64*jj"},
       "min(32, N - 32*ii)*min(64, M - 64*jj)",
       "M*N"},
      {"a masked square",
       {"i", "j"},
       {"i", "N-1-i", "j", "N-1-j"},
       "select(i - j >= 0, 1, 0)",
       "(N^2 + N)/2"},
      {"rows of a causal mask", {"i"}, {"i", "N-1-i"}, "i + 1", "(N^2 + N)/2"},
      {"a body of another symbol",
       {"i", "j"},
       {"i", "N-1-i", "j", "i-1-j"},
       "K*floor(L/2)",
       "(K*N^2*floor(L/2) - K*N*floor(L/2))/2"},
      // Parameters that are no symbols.
      {"over a product",
       {"i", "j"},
       {"i", "K*N-1-i", "j", "i-j"},
       "1",
       "(K^2*N^2 + K*N)/2"},
      {"over a minimum",
       {"i", "j"},
       {"i", "min(N, M)-1-i", "j", "i-j"},
       "1",
       "(min(M, N)^2 + min(M, N))/2"},
      {"strided windows that see the input",
       {"i", "j"},
       {"i", "floor((N - 1)/2)-i", "j", "2-j", "2*i+j-1", "N-2*i-j"},
       "1",
       "max(0, N + floor((N + 1)/2) - 1)"},
      // Other traps.
      {"max in an upper bound",
       {"i", "j"},
       {"i", "N-1-i", "j", "max(i, M)-1-j"},
       "1",
       nullptr},
      {"never", {"i", "j"}, {"i", "-1-i", "j", "N-1-j"}, "1", "0"},
      {"empty for small sizes",
       {"i", "j"},
       {"i-7", "N-1-i", "j-i", "9-j"},
       "1",
       nullptr},
      {"from below zero", {"i"}, {"i+3", "N-1-i"}, "1", "N + 3"},
      {"negative coefficients",
       {"i", "j"},
       {"i", "N-1-i", "j+i", "N-1-2*i-j"},
       "1",
       nullptr},
      {"i mod 3 == 1",
       {"i"},
       {"i", "N-1-i", "= i-3*floor(i/3)-1"},
       "1",
       "floor((N + 1)/3)"},
      {"odd ones and even ones",
       {"i"},
       {"i", "N-1-i"},
       "i - 2*floor(i/2)",
       "floor(N/2)"},
  };
  for (const Nest &nest : nests) {
    std::optional<Expr> sum = sumOf(nest);
    ASSERT_TRUE(sum) << nest.name;
    if (nest.text)
      EXPECT_EQ(sum->str(), nest.text) << nest.name;
    for (int64_t n : {0, 1, 2, 3, 5, 8, 9, 16, 33})
      for (int64_t m : {0, 1, 7}) {
        if (nest.variables.size() > 2 && n > 9)
          continue;
        std::map<std::string, int64_t> values = {
            {"N", n}, {"M", m}, {"K", 3}, {"L", 5}};
        ASSERT_EQ(at(*sum, values),
                  Expr(enumerate(nest, values, -n - 7, 3 * n + 16)))
            << nest.name << " at N = " << n << ", M = " << m << ": "
            << sum->str();
      }
  }
}

TEST(IterationSpace, HugeConstants) {
  auto simplex = [](const char *n) {
    return sumOf({"",
                  {"a", "b", "c", "d"},
                  {"a", "b", "c", "d", std::string(n) + "-a-b-c-d"},
                  "1",
                  nullptr})
        ->str();
  };
  // C(n + 4, 4), by Python's math.comb.
  EXPECT_EQ(simplex("1000000"), "41667083334791668750001");
  EXPECT_EQ(simplex("1000000000000"),
            "41666666667083333333334791666666668750000000001");
  EXPECT_EQ(
      sumOf(
          {"", {"i"}, {"i", "123456789012345678901234567890-i"}, "i", nullptr})
          ->str(),
      // n (n + 1) / 2
      "7620789376619418375247675781329827788257125439388126809995");
}

TEST(IterationSpace, RefusesWhatIsNotAffine) {
  IterationSpace space;
  space.addVariable("i");
  space.addVariable("j");
  EXPECT_FALSE(space.addConstraint(parse("i*j - 1")));
  EXPECT_FALSE(space.addConstraint(parse("N*i - 1")));
  EXPECT_FALSE(space.addConstraint(parse("floor(i/N) - 1")));
  EXPECT_FALSE(space.addConstraint(parse("floor(N/(i + 1))")));
  EXPECT_FALSE(space.addConstraint(parse("sum(k in 0..i, floor(N/(k + 1)))")));
  // What was refused has left nothing behind.
  for (llvm::StringRef text : {"i", "3-i", "j", "N-1-j"})
    EXPECT_TRUE(space.addConstraint(parse(text)));
  EXPECT_EQ(space.sum(1)->str(), "4*N");
  EXPECT_FALSE(space.sum(parse("floor(N/(i + 1))")));
}

TEST(IterationSpace, RefusesPointsWithoutEnd) {
  IterationSpace space;
  space.addVariable("i");
  EXPECT_TRUE(space.addConstraint(parse("i - N")));
  EXPECT_FALSE(space.sum(1));
  EXPECT_TRUE(space.sum(0)->isZero());
}

TEST(IterationSpace, OfNoVariables) {
  IterationSpace space;
  EXPECT_EQ(space.sum(parse("N"))->str(), "N");
  EXPECT_TRUE(space.addConstraint(parse("N - 3")));
  EXPECT_EQ(space.sum(1)->str(), "select(N - 3 >= 0, 1, 0)");
}

//===----------------------------------------------------------------------===//
// Random nests
//===----------------------------------------------------------------------===//

int64_t floorDivide(int64_t a, int64_t b) {
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

/// An integer function of loop variables and sizes, with its expression.
struct Form {
  Expr expr;
  std::function<int64_t(const std::vector<int64_t> &)> at;
};

/// One loop: lower.first * x >= lower.second, upper.first * x <= upper.second.
struct Loop {
  std::vector<std::pair<int64_t, Form>> lower, upper;
};

/// Values 0 and 1 are the sizes, the others the loop variables.
class RandomNest {
public:
  /// A wild one has more bounds that are no linear forms, and factors other
  /// than one.
  RandomNest(std::mt19937 &random, unsigned depth, bool isWild)
      : random(random), isWild(isWild) {
    names = {"n", "m"};
    for (unsigned level = 0; level < depth; ++level) {
      Loop loop;
      for (int i = 0, e = pick(4) == 0 ? 2 : 1; i != e; ++i)
        loop.lower.emplace_back(factor(), bound(level, false));
      for (int i = 0, e = pick(4) == 0 ? 2 : 1; i != e; ++i)
        loop.upper.emplace_back(factor(), bound(level, true));
      loops.push_back(std::move(loop));
      names.push_back("i" + std::to_string(level));
    }
    if (pick(4) == 0)
      condition = bound(depth, pick(2) != 0);
    body = {Expr(1), [](const std::vector<int64_t> &) { return 1; }};
    for (int i = pick(isWild ? 3 : 2); i > 0; --i) {
      Form l = body, r = bound(depth, pick(2) != 0);
      body = {l.expr * r.expr, [=](const std::vector<int64_t> &values) {
                return l.at(values) * r.at(values);
              }};
    }
  }

  std::optional<Expr> sum() const {
    IterationSpace space;
    for (size_t level = 0; level < loops.size(); ++level) {
      space.addVariable(names[level + 2]);
      Expr x = Expr::symbol(names[level + 2], false);
      for (const auto &[by, form] : loops[level].lower)
        EXPECT_TRUE(space.addConstraint(Expr(by) * x - form.expr));
      for (const auto &[by, form] : loops[level].upper)
        EXPECT_TRUE(space.addConstraint(form.expr - Expr(by) * x));
    }
    if (condition)
      EXPECT_TRUE(space.addConstraint(condition->expr));
    return space.sum(body.expr);
  }

  /// By running the loops.
  int64_t run(std::vector<int64_t> values) const {
    size_t level = values.size() - 2;
    if (level == loops.size())
      return !condition || condition->at(values) >= 0 ? body.at(values) : 0;
    int64_t from = INT64_MIN, to = INT64_MAX;
    for (const auto &[by, form] : loops[level].lower)
      from = std::max(from, -floorDivide(-form.at(values), by));
    for (const auto &[by, form] : loops[level].upper)
      to = std::min(to, floorDivide(form.at(values), by));
    int64_t total = 0;
    values.push_back(from);
    for (; values.back() <= to; ++values.back())
      total += run(values);
    return total;
  }

  std::string str() const {
    std::string text;
    llvm::raw_string_ostream os(text);
    for (size_t level = 0; level < loops.size(); ++level) {
      os << "var " << names[level + 2] << ";";
      for (const auto &[by, form] : loops[level].lower)
        os << Expr(by) * Expr::symbol(names[level + 2]) - form.expr << ";";
      for (const auto &[by, form] : loops[level].upper)
        os << form.expr - Expr(by) * Expr::symbol(names[level + 2]) << ";";
    }
    if (condition)
      os << condition->expr << ";";
    os << "body " << body.expr;
    return text;
  }

private:
  int pick(int n) { return int(random() % n); }
  int64_t factor() { return pick(isWild ? 4 : 12) ? 1 : 2 + pick(3); }

  Form affine(unsigned level, bool isUpper) {
    int64_t constant = pick(8) - 3;
    std::vector<int64_t> factors(level + 2, 0);
    if (isUpper)
      factors[pick(2)] = 1;
    for (unsigned i = 0; i < level; ++i)
      if (pick(3) == 0)
        factors[i + 2] = isWild ? pick(5) - 2 : pick(3) - 1;
    Expr expr(constant);
    for (size_t i = 0; i < factors.size(); ++i)
      expr += Expr(factors[i]) * Expr::symbol(names[i], i < 2);
    return {expr, [=](const std::vector<int64_t> &values) {
              int64_t sum = constant;
              for (size_t i = 0; i < factors.size(); ++i)
                sum += factors[i] * values[i];
              return sum;
            }};
  }

  /// Affine, or a floor, min, max or choice of affine ones.
  Form bound(unsigned level, bool isUpper) {
    Form l = affine(level, isUpper);
    if (pick(isWild ? 4 : 16) != 0)
      return l;
    Form r = affine(level, isUpper);
    int64_t by = 2 + pick(4);
    switch (pick(4)) {
    case 0:
      return {Expr::floorDiv(l.expr, by),
              [=](const std::vector<int64_t> &values) {
                return floorDivide(l.at(values), by);
              }};
    case 1:
      return {Expr::min(l.expr, r.expr),
              [=](const std::vector<int64_t> &values) {
                return std::min(l.at(values), r.at(values));
              }};
    case 2:
      return {Expr::max(l.expr, r.expr),
              [=](const std::vector<int64_t> &values) {
                return std::max(l.at(values), r.at(values));
              }};
    default:
      return {Expr::select(l.expr, r.expr, 2),
              [=](const std::vector<int64_t> &values) {
                return l.at(values) >= 0 ? r.at(values) : 2;
              }};
    }
  }

  std::mt19937 &random;
  bool isWild;
  std::vector<std::string> names;
  std::vector<Loop> loops;
  std::optional<Form> condition;
  Form body;
};

/// How many of `count` nests of up to `maxDepth` loops are refused; the others
/// must be right at all sizes.
unsigned compareNests(unsigned count, unsigned maxDepth, bool isWild) {
  std::mt19937 random(isWild ? 7 : 8);
  unsigned refused = 0;
  for (unsigned i = 0; i < count; ++i) {
    unsigned depth = 1 + random() % maxDepth;
    RandomNest nest(random, depth, isWild);
    std::optional<Expr> sum = nest.sum();
    if (!sum) {
      ++refused;
      continue;
    }
    for (auto [n, m] : std::initializer_list<std::pair<int64_t, int64_t>>{
             {0, 0}, {1, 3}, {2, 1}, {3, 4}, {5, 2}, {4, 7}, {9, 6}}) {
      if (depth > 3 && n + m > 9)
        continue;
      Expr got = at(*sum, {{"n", n}, {"m", m}}), wanted = nest.run({n, m});
      if (got != wanted) {
        ADD_FAILURE() << "nest " << i << " at n = " << n << ", m = " << m
                      << " is " << got.str() << ", not " << wanted.str() << ": "
                      << nest.str();
        return refused;
      }
    }
  }
  return refused;
}

TEST(IterationSpace, RandomNestsBesideEnumeration) {
  unsigned count = 800;
  // More, by hand.
  if (const char *text = std::getenv("FPO_RANDOM_NESTS"))
    llvm::StringRef(text).getAsInteger(10, count);
  EXPECT_LT(compareNests(count, 4, /*isWild=*/false), count / 16);
  // Those take many pieces.
  EXPECT_LT(compareNests(count / 4, 3, /*isWild=*/true), count / 40);
}

/// The variable of a sum within the body stays in that sum.
TEST(IterationSpace, RefusesBodiesThatAreSums) {
  Expr k = Expr::symbol("k"), i = Expr::symbol("i"), n = Expr::symbol("n");
  Expr body = Expr::sum("k", 0, n,
                        Expr::floorDiv(i + k, k + Expr(1)) +
                            Expr::max(Expr::floorDiv(i + k, 4), 3));
  IterationSpace space;
  space.addVariable("i");
  ASSERT_TRUE(space.addConstraint(i));
  ASSERT_TRUE(space.addConstraint(n - Expr(1) - i));
  std::optional<Expr> sum = space.sum(body);
  EXPECT_TRUE(!sum || !sum->mentions("k"));
}

} // namespace
