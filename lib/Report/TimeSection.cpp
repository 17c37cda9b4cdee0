//===- TimeSection.cpp - How long the program takes, in a report ----------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TimeSection.h"

#include "TextColumns.h"

#include "fpo/Report/Format.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::fpo;

static constexpr size_t kTextGroups = 10;
static constexpr size_t kMarkdownGroups = 30;
static constexpr size_t kTextLimits = 5;
/// Of limits that are listed.
static constexpr double kLeastShare = 0.001;

namespace {
/// What a measured time says. [time.mfu]
struct Measured {
  double seconds;
  /// Of the peak; both bounds. None if that isn't rated.
  std::optional<Quantity> utilisation;
};
} // namespace

static std::optional<Measured> measuredOf(const ReportedTime &time) {
  if (!time.measured)
    return std::nullopt;
  Measured result{*time.measured, std::nullopt};
  const TimeEstimate &estimate = time.estimate;
  const Count &operations = estimate.modelOperations;
  if (estimate.peak && operations.isNumber()) {
    double rate = toDouble(operations) / result.seconds;
    result.utilisation =
        Quantity{rate / estimate.peak->upper, rate / estimate.peak->lower};
  }
  return result;
}

/// "1.20 ms", "1.20 ms to 3.40 ms", "at least 1.20 ms".
static std::string format(const TimeRange &range) {
  std::string lower = formatQuantity(range.lower, "s");
  if (!range.upper)
    return "at least " + lower;
  std::string upper = formatQuantity(*range.upper, "s");
  return lower == upper ? lower : lower + " to " + upper;
}

static std::string formatPart(const Quantity &part) {
  std::string lower = formatShare(part.lower, 1);
  std::string upper = formatShare(part.upper, 1);
  return lower == upper ? lower : lower + " to " + upper;
}

/// "amd-epyc-7763, 64 cores".
static std::string describeMachine(const TimeEstimate &estimate) {
  return estimate.target + ", " + std::to_string(estimate.cores) +
         (estimate.cores == 1 ? " core" : " cores");
}

/// The groups that take longest, by the lower bound.
static std::vector<const GroupTime *> longestGroups(const TimeEstimate &time,
                                                    size_t n) {
  std::vector<const GroupTime *> groups;
  for (const GroupTime &group : time.groups)
    if (group.seconds.lower > 0 || !group.seconds.upper)
      groups.push_back(&group);
  llvm::sort(groups, [](const GroupTime *lhs, const GroupTime *rhs) {
    return lhs->seconds.lower != rhs->seconds.lower
               ? lhs->seconds.lower > rhs->seconds.lower
               : lhs->group->id < rhs->group->id;
  });
  if (groups.size() > n)
    groups.resize(n);
  return groups;
}

static std::string nameOf(const FusionGroup &group, size_t width) {
  LocationPath path = getLocationPath(group.root->getLoc());
  std::string more = group.ops.size() > 1
                         ? " +" + std::to_string(group.ops.size() - 1)
                         : std::string();
  if (path.isNamed)
    return cut(path.str(), width - more.size(), /*keepEnd=*/true) + more;
  StringRef kind = group.root->getName().getStringRef();
  std::string line;
  if (!path.parts.empty())
    line = (" :" + StringRef(path.parts.back()).split(':').first).str();
  return cut(kind.contains('.') ? kind.split('.').second : kind,
             width - more.size() - line.size()) +
         line + more;
}

void fpo::printTimeText(const Report &report, raw_ostream &os, bool useColor) {
  const ReportedTime *time = report.getTime();
  if (!time)
    return;
  const TimeEstimate &estimate = time->estimate;
  auto bold = [&](const Twine &text) {
    if (useColor)
      os.changeColor(raw_ostream::SAVEDCOLOR, /*Bold=*/true);
    os << text;
    if (useColor)
      os.resetColor();
  };
  bold("  time");
  os << "   on " << cut(describeMachine(estimate), kWidth - 12) << '\n';
  auto line = [&](StringRef name, const std::string &text) {
    os << "    " << left(name, 14) << cut(text, kWidth - 18) << '\n';
  };
  if (!estimate.unset.empty()) {
    line("not known", estimate.unset);
    os << '\n';
    return;
  }
  line("sum", format(estimate.sum));
  if (estimate.criticalPath)
    line("critical path", format(*estimate.criticalPath));
  std::string limits;
  for (auto &[name, seconds] :
       ArrayRef(estimate.limits).take_front(kTextLimits))
    if (limits.empty() || seconds >= kLeastShare * estimate.sum.lower)
      limits += (limits.empty() ? "" : ", ") + name + " " +
                formatShare(seconds, estimate.sum.lower);
  if (!limits.empty())
    line("limited by", limits);
  if (!estimate.unrated.empty())
    line("unrated", llvm::join(estimate.unrated, ", "));
  if (std::optional<Measured> measured = measuredOf(*time)) {
    std::string text = formatQuantity(measured->seconds, "s");
    if (estimate.sum.lower > 0)
      text += ", " +
              llvm::formatv("{0:f2}", measured->seconds / estimate.sum.lower)
                  .str() +
              " times the least";
    line("measured", text);
    line("MFU", measured->utilisation
                    ? formatPart(*measured->utilisation) + " of the " +
                          estimate.peakName + " peak"
                    : "not known: the peak is unrated");
  }
  os << '\n';
  std::vector<const GroupTime *> groups = longestGroups(estimate, kTextGroups);
  if (groups.empty())
    return;
  constexpr size_t kName = 33;
  bold("  " + left("longest groups", kName));
  os << right("group", 6) << right("least", 9) << right("share", 9)
     << "  limit\n";
  for (const GroupTime *group : groups)
    os << "  " << left(nameOf(*group->group, kName), kName)
       << right(std::to_string(group->group->id), 6)
       << right(formatQuantity(group->seconds.lower, "s"), 9)
       << right(formatShare(group->seconds.lower, estimate.sum.lower), 9)
       << "  " << cut(group->limit, 19) << '\n';
  os << '\n';
}

void fpo::printTimeMarkdown(const Report &report, raw_ostream &os) {
  const ReportedTime *time = report.getTime();
  if (!time)
    return;
  const TimeEstimate &estimate = time->estimate;
  os << "\n## Time\n\nOn " << describeMachine(estimate) << ".\n\n";
  if (!estimate.unset.empty()) {
    os << "Not known: " << estimate.unset << ".\n";
    return;
  }
  os << "| | |\n|---|---|\n| sum | " << format(estimate.sum) << " |\n";
  if (estimate.criticalPath)
    os << "| critical path | " << format(*estimate.criticalPath) << " |\n";
  for (auto &[name, seconds] : estimate.limits)
    os << "| limited by " << name << " | "
       << formatShare(seconds, estimate.sum.lower) << " |\n";
  if (!estimate.unrated.empty())
    os << "| unrated | " << llvm::join(estimate.unrated, ", ") << " |\n";
  if (std::optional<Measured> measured = measuredOf(*time)) {
    os << "| measured | " << formatQuantity(measured->seconds, "s") << " |\n";
    if (measured->utilisation)
      os << "| MFU, of the " << estimate.peakName << " peak | "
         << formatPart(*measured->utilisation) << " |\n";
  }
  os << "\n| group | root | time | limit |\n|---:|---|---:|---|\n";
  for (const GroupTime *group : longestGroups(estimate, kMarkdownGroups))
    os << "| " << group->group->id << " | "
       << group->group->root->getName().getStringRef() << " at "
       << getLocationPath(group->group->root->getLoc()).str() << " | "
       << format(group->seconds) << " | " << group->limit << " |\n";
}

static void write(JsonWriter &out, StringRef name, const TimeRange &range) {
  out.json.attributeArray(name, [&] {
    out.json.value(range.lower);
    if (range.upper)
      out.json.value(*range.upper);
    else
      out.json.value(nullptr);
  });
}

void fpo::printTimeJson(const Report &report, JsonWriter &out) {
  const ReportedTime *time = report.getTime();
  if (!time)
    return;
  const TimeEstimate &estimate = time->estimate;
  out.json.attributeObject("time", [&] {
    out.text("target", estimate.target);
    out.json.attribute("cores", int64_t(estimate.cores));
    if (!estimate.unset.empty()) {
      out.json.attribute("seconds", nullptr);
      out.text("reason", estimate.unset);
      return;
    }
    write(out, "seconds", estimate.sum);
    if (estimate.criticalPath)
      write(out, "critical_path", *estimate.criticalPath);
    else
      out.json.attribute("critical_path", nullptr);
    out.json.attributeObject("limits", [&] {
      for (auto &[name, seconds] : estimate.limits)
        out.json.attribute(name, seconds);
    });
    out.json.attributeArray("unrated", [&] {
      for (const std::string &name : estimate.unrated)
        out.json.value(name);
    });
    if (std::optional<Measured> measured = measuredOf(*time)) {
      out.json.attribute("measured", measured->seconds);
      if (measured->utilisation) {
        write(out, "mfu",
              {measured->utilisation->lower, measured->utilisation->upper});
        out.text("peak", estimate.peakName);
      } else {
        out.json.attribute("mfu", nullptr);
      }
    }
    out.json.attributeArray("groups", [&] {
      for (const GroupTime &group : estimate.groups)
        out.json.object([&] {
          out.json.attribute("id", int64_t(group.group->id));
          write(out, "seconds", group.seconds);
          out.text("limit", group.limit);
        });
    });
  });
}
