//===- Database.h - What was measured of schedules --------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TUNING_DATABASE_H
#define FPO_TUNING_DATABASE_H

#include "mlir/Support/LLVM.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

struct sqlite3;

namespace mlir::fpo {

/// What a measurement holds for.
struct TuningKey {
  /// The kernel by itself, as text: its structure, shapes and types.
  std::string kernel;
  /// LLVM's name of the processor that ran it, such as "znver4".
  std::string processor;
  /// What made the code of it.
  std::string compiler;
};

/// A schedule of a kernel, and how long it took.
struct MeasuredSchedule {
  /// As `#fpo.schedule` is written.
  std::string schedule;
  /// The fastest run, in seconds; none if it could not be run.
  std::optional<double> seconds;
  /// What the cost model said, in seconds.
  double predicted = 0;
};

/// Measured schedules in a SQLite file, which several processes can read and
/// write at once.
class TuningDatabase {
public:
  /// Opens the file at `path`, which is made if it is not there, with the
  /// folders on the way to it. Fails if it is no database of this version.
  static llvm::Expected<TuningDatabase> open(StringRef path);
  /// What comes with fpo, in memory, without the file.
  static llvm::Expected<TuningDatabase> openShipped();

  TuningDatabase(TuningDatabase &&) = default;
  TuningDatabase &operator=(TuningDatabase &&) = default;

  /// The fastest schedule; none if none was measured.
  llvm::Expected<std::optional<MeasuredSchedule>>
  findBest(const TuningKey &key) const;
  /// All of them, the fastest first, those that can't be run last.
  llvm::Expected<std::vector<MeasuredSchedule>>
  findAll(const TuningKey &key) const;
  /// Writes `measured`, in the place of what was measured of the same schedule,
  /// all or nothing.
  llvm::Error record(const TuningKey &key, ArrayRef<MeasuredSchedule> measured);

private:
  struct Closer {
    void operator()(sqlite3 *connection) const;
  };
  explicit TuningDatabase(sqlite3 *connection) : connection(connection) {}
  llvm::Error execute(const char *statements) const;

  std::unique_ptr<sqlite3, Closer> connection;
};

/// The file that is used if none is named: `fpo/tuning.db` in the user's cache
/// folder. None if there is no such folder.
std::optional<std::string> getTuningPath();

} // namespace mlir::fpo

#endif // FPO_TUNING_DATABASE_H
