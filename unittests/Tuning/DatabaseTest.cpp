//===- DatabaseTest.cpp - What was measured of schedules ------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Tuning/Database.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

#include <thread>

using namespace mlir::fpo;

namespace {
class DatabaseTest : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("fpo-tuning", folder));
    llvm::sys::path::append(path, folder, "a", "b", "tuning.db");
  }
  void TearDown() override { (void)llvm::sys::fs::remove_directories(folder); }
  TuningDatabase open() { return llvm::cantFail(TuningDatabase::open(path)); }
  static std::string messageOf(llvm::Expected<TuningDatabase> opened) {
    return opened ? "" : llvm::toString(opened.takeError());
  }
  void write(const char *text) {
    ASSERT_FALSE(
        llvm::sys::fs::create_directories(llvm::sys::path::parent_path(path)));
    std::error_code error;
    llvm::raw_fd_ostream(path, error) << text;
    ASSERT_FALSE(error);
  }

  llvm::SmallString<128> folder, path;
  TuningKey key{"kernel", "znver4", "compiler 1"};
};

TEST_F(DatabaseTest, TheFastestIsFirstAndWhatFailedLast) {
  {
    TuningDatabase database = open();
    EXPECT_FALSE(llvm::cantFail(database.findBest(key)));
    llvm::cantFail(database.record(key, {{"slow", 3e-6, 1e-6},
                                         {"broken", std::nullopt, 2e-6},
                                         {"fast", 1e-6, 5e-6}}));
  }
  // Another run finds what the first one wrote.
  TuningDatabase database = open();
  std::optional<MeasuredSchedule> best = llvm::cantFail(database.findBest(key));
  ASSERT_TRUE(best);
  EXPECT_EQ(best->schedule, "fast");
  EXPECT_EQ(best->seconds, 1e-6);
  EXPECT_EQ(best->predicted, 5e-6);
  std::vector<MeasuredSchedule> all = llvm::cantFail(database.findAll(key));
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[1].schedule, "slow");
  EXPECT_EQ(all[2].schedule, "broken");
  EXPECT_FALSE(all[2].seconds);
}

TEST_F(DatabaseTest, MeasuredAgainIsWrittenOver) {
  TuningDatabase database = open();
  llvm::cantFail(database.record(key, {{"one", 3e-6, 0}}));
  llvm::cantFail(database.record(key, {{"one", 2e-6, 0}}));
  std::vector<MeasuredSchedule> all = llvm::cantFail(database.findAll(key));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].seconds, 2e-6);
}

TEST_F(DatabaseTest, EachPartOfTheKeyCounts) {
  TuningDatabase database = open();
  llvm::cantFail(database.record(key, {{"one", 1e-6, 0}}));
  for (std::string TuningKey::*part :
       {&TuningKey::kernel, &TuningKey::processor, &TuningKey::compiler}) {
    TuningKey other = key;
    other.*part += "x";
    EXPECT_TRUE(llvm::cantFail(database.findAll(other)).empty());
  }
}

TEST_F(DatabaseTest, OnlyFailuresAreNoBest) {
  TuningDatabase database = open();
  llvm::cantFail(database.record(key, {{"broken", std::nullopt, 0}}));
  EXPECT_FALSE(llvm::cantFail(database.findBest(key)));
}

TEST_F(DatabaseTest, TwoWriteAtOnce) {
  constexpr unsigned kEach = 50;
  auto write = [&](char name) {
    TuningDatabase database = open();
    for (unsigned i = 0; i < kEach; ++i)
      llvm::cantFail(
          database.record(key, {{name + std::to_string(i), 1e-6 * i, 0}}));
  };
  std::thread one(write, 'a'), other(write, 'b');
  one.join();
  other.join();
  TuningDatabase database = open();
  EXPECT_EQ(llvm::cantFail(database.findAll(key)).size(), 2 * kEach);
}

TEST_F(DatabaseTest, NoDatabaseIsRefused) {
  write("This is a text, and no database, and it is longer than a header.\n");
  EXPECT_NE(messageOf(TuningDatabase::open(path)).find("not a database"),
            std::string::npos);
}

TEST_F(DatabaseTest, AFolderThatIsAFileIsRefused) {
  write("");
  llvm::SmallString<128> below(path);
  llvm::sys::path::append(below, "tuning.db");
  EXPECT_NE(messageOf(TuningDatabase::open(below)).find("can't be opened"),
            std::string::npos);
}

TEST_F(DatabaseTest, WhatIsShippedCanBeRead) {
  TuningDatabase database = llvm::cantFail(TuningDatabase::openShipped());
  EXPECT_FALSE(llvm::cantFail(database.findBest(key)));
}
} // namespace
