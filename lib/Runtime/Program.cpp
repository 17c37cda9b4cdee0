//===- Program.cpp - Programs that run ------------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Runtime/Program.h"

#include "RuntimeSymbols.h"

#include "fpo/Analysis/OpNumbers.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/Runtime/Engine.h"
#include "fpo/Transforms/Counters.h"
#include "fpo/Transforms/Passes.h"
#include "fpo/Transforms/TraceCalls.h"

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/ExecutionEngine/ExecutionEngine.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/DataLayoutInterfaces.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/DynamicLibrary.h"

using namespace mlir;
using namespace mlir::fpo;

/// What upstream calls the texts of assertions; they are no data.
static constexpr llvm::StringLiteral kMessagePrefix = "assert_msg";

/// What a function is called once it is compiled.
static std::string compiledName(StringRef name) {
  return ("program." + name).str();
}

//===----------------------------------------------------------------------===//
// Compilation
//===----------------------------------------------------------------------===//

Program::Program() = default;
Program::~Program() = default;

/// Takes the attributes of the fpo dialect, which say nothing to a compiler,
/// from arguments and results.
static void stripAttributes(ModuleOp module) {
  auto strip = [](ArrayRef<NamedAttribute> attributes) {
    return llvm::filter_to_vector(attributes, [](NamedAttribute attribute) {
      return !attribute.getName().strref().starts_with("fpo.");
    });
  };
  for (auto function : module.getOps<func::FuncOp>()) {
    for (unsigned i = 0, end = function.getNumArguments(); i < end; ++i)
      if (DictionaryAttr attributes = function.getArgAttrDict(i))
        function.setArgAttrs(i, strip(attributes.getValue()));
    for (unsigned i = 0, end = function.getNumResults(); i < end; ++i)
      if (DictionaryAttr attributes = function.getResultAttrDict(i))
        function.setResultAttrs(i, strip(attributes.getValue()));
  }
}

/// Parameters are not overwritten. [memory.resident]
static void protectParameters(ModuleOp module) {
  for (auto function : module.getOps<func::FuncOp>())
    for (unsigned i = 0, end = function.getNumArguments(); i < end; ++i)
      if (function.getArgAttr(i, kParamAttrName))
        function.setArgAttr(
            i, bufferization::BufferizationDialect::kWritableAttrName,
            BoolAttr::get(module.getContext(), false));
}

/// Renames all functions of the source with a body, so that none takes the
/// place of one of the C library that compiled code calls, such as `exp`.
static void renameFunctions(ModuleOp module) {
  llvm::DenseMap<StringAttr, StringAttr> names;
  for (auto function : module.getOps<func::FuncOp>())
    if (!function.isExternal() &&
        !function.getName().starts_with(kTracedOpPrefix)) {
      StringAttr name = function.getSymNameAttr();
      StringAttr compiled =
          StringAttr::get(module.getContext(), compiledName(name));
      names[name] = compiled;
      function.setSymNameAttr(compiled);
    }
  AttrTypeReplacer replacer;
  replacer.addReplacement(
      [&](FlatSymbolRefAttr symbol) -> std::optional<Attribute> {
        auto renamed = names.find(symbol.getAttr());
        if (renamed == names.end())
          return std::nullopt;
        return FlatSymbolRefAttr::get(renamed->second);
      });
  replacer.recursivelyReplaceElementsIn(module);
}

/// Whether what the lowered program calls is there. Emits a diagnostic for each
/// function that isn't.
static LogicalResult verifyCallees(ModuleOp module) {
  // What is linked into this process.
  llvm::sys::DynamicLibrary::LoadLibraryPermanently(nullptr);
  llvm::DenseSet<StringAttr> used;
  std::optional<SymbolTable::UseRange> uses =
      SymbolTable::getSymbolUses(&module.getBodyRegion());
  if (uses)
    for (const SymbolTable::SymbolUse &use : *uses)
      used.insert(use.getSymbolRef().getRootReference());
  bool complete = true;
  for (auto function : module.getOps<LLVM::LLVMFuncOp>()) {
    StringRef name = function.getName();
    if (!function.isExternal() || !used.contains(function.getSymNameAttr()) ||
        name.starts_with("llvm.") || isRuntimeSymbol(name) ||
        llvm::sys::DynamicLibrary::SearchForAddressOfSymbol(name.str()))
      continue;
    emitError(function.getLoc())
        << "the function '" << name << "' has no body, and no library has it";
    complete = false;
  }
  return success(complete);
}

FailureOr<std::unique_ptr<Program>>
Program::compile(ModuleOp module, const CompileOptions &options) {
  std::unique_ptr<Program> program(new Program());
  for (auto function : module.getOps<func::FuncOp>())
    if (!function.isExternal())
      program->functions.push_back(
          {function.getName().str(), function.getLoc(), function.isPublic(),
           llvm::to_vector(function.getArgumentTypes()),
           llvm::to_vector(function.getResultTypes())});

  PassManager pm(module.getContext());
  if (options.lowering.traceMemory)
    protectParameters(module);
  if (options.lowering.trace) {
    auto ops = numberOps(module, options.entry);
    if (failed(ops))
      return failure();
    for (NumberedOp &op : *ops)
      program->tracedOps.push_back({op.id,
                                    op.op->getName().getStringRef().str(),
                                    std::move(op.function), op.op->getLoc()});
    pm.addPass(createFpoOutlineOpsPass({options.entry}));
    if (failed(pm.run(module)))
      return failure();
    pm.clear();
  }
  stripAttributes(module);
  renameFunctions(module);

  if (options.addPasses)
    options.addPasses(pm);
  else
    addBufferPasses(pm, options.lowering);
  addLLVMPasses(pm);
  if (failed(pm.run(module)) || failed(verifyCallees(module)))
    return failure();

  auto fail = [&](llvm::Error error) {
    return emitError(module.getLoc(), "the program could not be compiled: ")
           << llvm::toString(std::move(error));
  };
  auto engine = createEngine(module, options.optLevel);
  if (!engine)
    return fail(engine.takeError());
  program->engine = std::move(*engine);
  program->engine->registerSymbols(runtimeSymbols);

  program->isTraced = options.lowering.traceMemory;
  for (auto global : module.getOps<LLVM::GlobalOp>()) {
    StringRef type = global.getSymName();
    if (!type.consume_front(kAddCounterPrefix)) {
      if (!type.starts_with(kMulCounterPrefix) &&
          !type.starts_with(kMessagePrefix))
        program->globalBytes +=
            DataLayout(module).getTypeSize(global.getType());
      continue;
    }
    Counter counter{type.str(), nullptr, nullptr};
    auto find = [&](StringRef prefix, int64_t *&value) -> llvm::Error {
      llvm::Expected<void *> address =
          program->engine->lookup((prefix + type).str());
      if (!address)
        return address.takeError();
      value = static_cast<int64_t *>(*address);
      return llvm::Error::success();
    };
    if (llvm::Error error =
            llvm::joinErrors(find(kAddCounterPrefix, counter.add),
                             find(kMulCounterPrefix, counter.mul)))
      return fail(std::move(error));
    program->counters.push_back(std::move(counter));
  }
  llvm::sort(program->counters, [](const Counter &lhs, const Counter &rhs) {
    return lhs.type < rhs.type;
  });
  return program;
}

const Signature *Program::lookup(StringRef name) const {
  for (const Signature &function : functions)
    if (function.name == name)
      return &function;
  return nullptr;
}

SmallVector<ExecutedOps> Program::readCounters() const {
  SmallVector<ExecutedOps> executed;
  for (const Counter &counter : counters)
    if (*counter.add != 0 || *counter.mul != 0)
      executed.push_back({counter.type, *counter.add, *counter.mul});
  return executed;
}

void Program::resetCounters() {
  for (const Counter &counter : counters)
    *counter.add = *counter.mul = 0;
}

//===----------------------------------------------------------------------===//
// Arguments
//===----------------------------------------------------------------------===//

/// Whether a value of `type` can be passed, with the reason if not.
static LogicalResult verifyType(Type type, const Twine &what, Location loc) {
  auto fail = [&](StringRef reason) {
    return emitError(loc) << what << " of type " << type
                          << " can't be passed: " << reason;
  };
  if (isa<VectorType>(type))
    return fail("it is a vector");
  auto shaped = dyn_cast<ShapedType>(type);
  if (shaped && !shaped.hasRank())
    return fail("it has no rank");
  if (auto memref = dyn_cast<MemRefType>(type);
      memref && !memref.getLayout().isIdentity())
    return fail("its layout is not the identity");
  if (!storageBytes(shaped ? shaped.getElementType() : type))
    return fail("its elements have no form in memory that is known here");
  return success();
}

LogicalResult Program::verifyTypes(const Signature &function) {
  for (auto [index, type] : llvm::enumerate(function.results))
    if (failed(verifyType(type, "result " + Twine(index), function.loc)))
      return failure();
  for (auto [index, type] : llvm::enumerate(function.inputs))
    if (failed(verifyType(type, "argument " + Twine(index), function.loc)))
      return failure();
  return success();
}

LogicalResult Program::verifyArguments(const Signature &function,
                                       ArrayRef<HostValue> arguments) {
  Location loc = function.loc;
  if (arguments.size() != function.inputs.size())
    return emitError(loc) << "'" << function.name << "' takes "
                          << function.inputs.size() << " arguments, not "
                          << arguments.size();
  for (auto [index, type] : llvm::enumerate(function.inputs)) {
    const HostValue &value = arguments[index];
    auto shaped = dyn_cast<ShapedType>(type);
    Type element = shaped ? shaped.getElementType() : type;
    ArrayRef<int64_t> sizes = shaped ? shaped.getShape() : ArrayRef<int64_t>();
    bool fits = value.getElementType() == element &&
                value.getShape().size() == sizes.size() &&
                llvm::all_of(llvm::zip(sizes, value.getShape()), [](auto pair) {
                  auto [expected, size] = pair;
                  return ShapedType::isDynamic(expected) || expected == size;
                });
    if (!fits)
      return emitError(loc)
             << "argument " << index << " is of type " << type
             << ", which the shape [" << llvm::ArrayRef(value.getShape())
             << "] of " << value.getElementType() << " does not fit";
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Runs
//===----------------------------------------------------------------------===//

/// The bytes of a result, of `type`, in the struct of all results; it is
/// aligned to what is returned in `alignment`.
static size_t resultBytes(Type type, size_t &alignment) {
  if (auto shaped = dyn_cast<ShapedType>(type)) {
    alignment = 8;
    return (3 + 2 * shaped.getRank()) * 8;
  }
  size_t bytes = *storageBytes(type);
  alignment = isa<ComplexType>(type) ? bytes / 2 : bytes;
  return bytes;
}

/// Calls `visit` with each result's type and offset; returns the bytes of all.
static size_t
layOutResults(ArrayRef<Type> types,
              llvm::function_ref<void(Type, size_t offset)> visit) {
  size_t end = 0;
  for (Type type : types) {
    size_t alignment;
    size_t bytes = resultBytes(type, alignment);
    size_t offset = llvm::alignTo(end, alignment);
    visit(type, offset);
    end = offset + bytes;
  }
  return end;
}

FailureOr<Invocation> Invocation::create(Program &program,
                                         const Signature &function,
                                         MutableArrayRef<HostValue> arguments) {
  Invocation invocation(program, function);
  auto compiled = program.engine->lookupPacked(compiledName(function.name));
  if (!compiled)
    return emitError(function.loc, "the compiled function was not found: ")
           << llvm::toString(compiled.takeError());
  invocation.compiled = *compiled;
  for (auto [value, type] : llvm::zip_equal(arguments, function.inputs))
    invocation.pack(value, !isa<ShapedType>(type));
  size_t bytes = layOutResults(function.results, [](Type, size_t) {});
  invocation.results.resize(llvm::divideCeil(bytes, 8));
  invocation.pointers.push_back(invocation.results.data());
  return invocation;
}

/// A buffer is passed as the words of its descriptor: where it was allocated,
/// where it starts, the offset, the sizes, the strides.
void Invocation::pack(HostValue &argument, bool isScalar) {
  if (isScalar) {
    pointers.push_back(argument.getData());
    return;
  }
  auto push = [&](uint64_t word) {
    words.push_back(word);
    pointers.push_back(&words.back());
  };
  auto address = reinterpret_cast<uint64_t>(argument.getData());
  push(address);
  push(address);
  push(0);
  for (int64_t size : argument.getShape())
    push(size);
  SmallVector<int64_t> strides;
  int64_t stride = 1;
  for (int64_t size : llvm::reverse(argument.getShape())) {
    strides.push_back(stride);
    stride *= size;
  }
  for (int64_t each : llvm::reverse(strides))
    push(each);
}

LogicalResult Invocation::run() {
  program->arena.reset();
  program->trace.clear();
  ArenaScope scope(program->arena,
                   program->isTraced ? &program->trace : nullptr);
  TrafficScope traffic(program->traffic);
  llvm::CrashRecoveryContext recovery;
  if (recovery.RunSafely([&] { compiled(pointers.data()); }))
    return success();
  return emitError(function->loc)
         << "the run of '" << function->name
         << "' ended with a fault: an assertion, an access out of bounds, an "
            "integer division by zero, or no memory";
}

/// The elements of the buffer that the words of a descriptor tell of, in C
/// order.
static FailureOr<HostValue> copyBuffer(ShapedType type, const uint64_t *words,
                                       Location loc) {
  unsigned rank = type.getRank();
  ArrayRef<uint64_t> sizes(words + 3, rank), strides(words + 3 + rank, rank);
  SmallVector<int64_t> shape(sizes.begin(), sizes.end());
  llvm::Expected<HostValue> value =
      HostValue::create(type.getElementType(), shape);
  if (!value)
    return emitError(loc, "a result can't be returned: ")
           << llvm::toString(value.takeError());
  size_t bytes = *storageBytes(type.getElementType());
  const char *data = reinterpret_cast<const char *>(words[1]);
  SmallVector<int64_t> index(rank);
  for (int64_t i = 0, end = value->getNumElements(); i < end; ++i) {
    auto offset = static_cast<int64_t>(words[2]);
    for (unsigned axis = 0; axis < rank; ++axis)
      offset += index[axis] * static_cast<int64_t>(strides[axis]);
    std::memcpy(value->getData() + i * bytes, data + offset * bytes, bytes);
    for (unsigned axis = rank; axis-- > 0;) {
      if (++index[axis] < shape[axis])
        break;
      index[axis] = 0;
    }
  }
  return std::move(*value);
}

FailureOr<SmallVector<HostValue>> Invocation::getResults() const {
  SmallVector<HostValue> values;
  bool failed = false;
  const char *base = reinterpret_cast<const char *>(results.data());
  layOutResults(function->results, [&](Type type, size_t offset) {
    if (auto shaped = dyn_cast<ShapedType>(type)) {
      FailureOr<HostValue> value =
          copyBuffer(shaped, reinterpret_cast<const uint64_t *>(base + offset),
                     function->loc);
      failed |= mlir::failed(value);
      if (!failed)
        values.push_back(std::move(*value));
      return;
    }
    HostValue value = llvm::cantFail(HostValue::create(type, {}));
    std::memcpy(value.getData(), base + offset, value.getNumBytes());
    values.push_back(std::move(value));
  });
  if (failed)
    return failure();
  return values;
}
