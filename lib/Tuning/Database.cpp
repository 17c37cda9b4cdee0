//===- Database.cpp - What was measured of schedules ----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Tuning/Database.h"

#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SHA256.h"

#include <sqlite3.h>

using namespace mlir;
using namespace mlir::fpo;

/// Changes with the tables.
static constexpr int kVersion = 1;
/// How long a process waits for another one that writes.
static constexpr int kPatienceMilliseconds = 30000;

static constexpr const char *kTables = R"sql(
CREATE TABLE IF NOT EXISTS kernel(
  digest TEXT PRIMARY KEY,
  text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS measurement(
  kernel TEXT NOT NULL REFERENCES kernel(digest),
  processor TEXT NOT NULL,
  compiler TEXT NOT NULL,
  schedule TEXT NOT NULL,
  seconds REAL,
  predicted REAL NOT NULL,
  PRIMARY KEY(kernel, processor, compiler, schedule));
PRAGMA user_version = 1;
)sql";

namespace {
struct ShippedText {
  const char *name, *text;
};
} // namespace

/// Dumps of databases.
static constexpr ShippedText kShipped[] = {
#include "ShippedTuning.cpp.inc"
    {nullptr, nullptr},
};

static llvm::Error fail(sqlite3 *connection, const Twine &what) {
  return llvm::createStringError(
      llvm::inconvertibleErrorCode(),
      what + ": " + (connection ? sqlite3_errmsg(connection) : "no memory"));
}

static std::string digest(StringRef text) {
  return llvm::toHex(llvm::SHA256::hash(llvm::arrayRefFromStringRef(text)),
                     /*LowerCase=*/true);
}

namespace {
/// A prepared statement with what is put into it.
class Statement {
public:
  Statement(sqlite3 *connection, StringRef text) : connection(connection) {
    status = sqlite3_prepare_v2(connection, text.data(), int(text.size()),
                                &statement, nullptr);
  }
  ~Statement() { sqlite3_finalize(statement); }
  Statement(const Statement &) = delete;

  void bind(int place, StringRef value) {
    if (status == SQLITE_OK)
      status = sqlite3_bind_text(statement, place, value.data(),
                                 int(value.size()), SQLITE_TRANSIENT);
  }
  void bind(int place, std::optional<double> value) {
    if (status == SQLITE_OK)
      status = value ? sqlite3_bind_double(statement, place, *value)
                     : sqlite3_bind_null(statement, place);
  }
  /// Runs `row` on each row.
  llvm::Error run(llvm::function_ref<void(sqlite3_stmt *)> row) {
    while (status == SQLITE_OK || status == SQLITE_ROW) {
      status = sqlite3_step(statement);
      if (status == SQLITE_ROW)
        row(statement);
    }
    if (status != SQLITE_DONE)
      return fail(connection, "the tuning database can't be used");
    return llvm::Error::success();
  }

private:
  sqlite3 *connection;
  sqlite3_stmt *statement = nullptr;
  int status;
};
} // namespace

void TuningDatabase::Closer::operator()(sqlite3 *connection) const {
  sqlite3_close(connection);
}

llvm::Error TuningDatabase::execute(const char *statements) const {
  if (sqlite3_exec(connection.get(), statements, nullptr, nullptr, nullptr) !=
      SQLITE_OK)
    return fail(connection.get(), "the tuning database can't be used");
  return llvm::Error::success();
}

llvm::Expected<TuningDatabase> TuningDatabase::open(StringRef path) {
  StringRef folder = llvm::sys::path::parent_path(path);
  if (!folder.empty())
    if (std::error_code error = llvm::sys::fs::create_directories(folder))
      return llvm::createStringError(
          error, "the folder of the tuning database "
                 "'" +
                     path + "' can't be made: " + error.message());
  sqlite3 *raw = nullptr;
  int status = sqlite3_open(path.str().c_str(), &raw);
  TuningDatabase database(raw);
  auto name = [&](llvm::Error error) {
    return llvm::createStringError(
        llvm::inconvertibleErrorCode(),
        "'" + path + "': " + llvm::toString(std::move(error)));
  };
  if (status != SQLITE_OK)
    return fail(raw, "the tuning database '" + path + "' can't be opened");
  sqlite3_busy_timeout(raw, kPatienceMilliseconds);
  int version = 0;
  if (llvm::Error error =
          Statement(raw, "PRAGMA user_version").run([&](sqlite3_stmt *row) {
            version = sqlite3_column_int(row, 0);
          }))
    return name(std::move(error));
  if (version != 0 && version != kVersion)
    return llvm::createStringError(
        llvm::inconvertibleErrorCode(),
        "the tuning database '" + path + "' is of version " + Twine(version) +
            ", not " + Twine(kVersion) + "; name another one");
  if (version == 0) {
    std::string create =
        std::string("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE;") + kTables +
        "COMMIT;";
    if (llvm::Error error = database.execute(create.c_str()))
      return name(std::move(error));
  }
  return database;
}

llvm::Expected<TuningDatabase> TuningDatabase::openShipped() {
  sqlite3 *raw = nullptr;
  int status = sqlite3_open(":memory:", &raw);
  TuningDatabase database(raw);
  if (status != SQLITE_OK)
    return fail(raw, "no database can be made in memory");
  if (llvm::Error error = database.execute(kTables))
    return error;
  for (const ShippedText &shipped : kShipped)
    if (shipped.text)
      if (llvm::Error error = database.execute(shipped.text))
        return error;
  return database;
}

llvm::Expected<std::vector<MeasuredSchedule>>
TuningDatabase::findAll(const TuningKey &key) const {
  Statement statement(connection.get(),
                      "SELECT schedule, seconds, predicted FROM measurement "
                      "WHERE kernel = ? AND processor = ? AND compiler = ? "
                      "ORDER BY seconds IS NULL, seconds, schedule");
  statement.bind(1, digest(key.kernel));
  statement.bind(2, key.processor);
  statement.bind(3, key.compiler);
  std::vector<MeasuredSchedule> found;
  if (llvm::Error error = statement.run([&](sqlite3_stmt *row) {
        MeasuredSchedule &measured = found.emplace_back();
        if (auto *text = sqlite3_column_text(row, 0))
          measured.schedule = reinterpret_cast<const char *>(text);
        if (sqlite3_column_type(row, 1) != SQLITE_NULL)
          measured.seconds = sqlite3_column_double(row, 1);
        measured.predicted = sqlite3_column_double(row, 2);
      }))
    return error;
  return found;
}

llvm::Expected<std::optional<MeasuredSchedule>>
TuningDatabase::findBest(const TuningKey &key) const {
  llvm::Expected<std::vector<MeasuredSchedule>> all = findAll(key);
  if (!all)
    return all.takeError();
  if (all->empty() || !all->front().seconds)
    return std::optional<MeasuredSchedule>();
  return std::optional<MeasuredSchedule>(all->front());
}

llvm::Error TuningDatabase::record(const TuningKey &key,
                                   ArrayRef<MeasuredSchedule> measured) {
  if (llvm::Error error = execute("BEGIN IMMEDIATE"))
    return error;
  auto rollBack =
      llvm::make_scope_exit([&] { llvm::consumeError(execute("ROLLBACK")); });
  auto nothing = [](sqlite3_stmt *) {};
  std::string kernel = digest(key.kernel);
  Statement name(connection.get(), "INSERT OR IGNORE INTO kernel VALUES(?, ?)");
  name.bind(1, kernel);
  name.bind(2, key.kernel);
  if (llvm::Error error = name.run(nothing))
    return error;
  for (const MeasuredSchedule &one : measured) {
    Statement insert(
        connection.get(),
        "INSERT OR REPLACE INTO measurement VALUES(?, ?, ?, ?, ?, ?)");
    insert.bind(1, kernel);
    insert.bind(2, key.processor);
    insert.bind(3, key.compiler);
    insert.bind(4, one.schedule);
    insert.bind(5, one.seconds);
    insert.bind(6, std::optional<double>(one.predicted));
    if (llvm::Error error = insert.run(nothing))
      return error;
  }
  if (llvm::Error error = execute("COMMIT"))
    return error;
  rollBack.release();
  return llvm::Error::success();
}

std::optional<std::string> fpo::getTuningPath() {
  llvm::SmallString<128> path;
  if (!llvm::sys::path::cache_directory(path))
    return std::nullopt;
  llvm::sys::path::append(path, "fpo", "tuning.db");
  return path.str().str();
}
