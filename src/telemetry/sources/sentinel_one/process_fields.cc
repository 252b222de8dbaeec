#include "event/ecs/dictionary.h"
#include "telemetry/sources/sentinel_one/funnel_fields.h"

namespace tocsin::sentinel_one {
namespace {

using enum FieldConversion;

// In events about a process it is the target, and its maker the source; in all others the source
// acts.
constexpr EventSet kAboutProcess{kProcess};
constexpr EventSet kByProcess = EventSet::AllBut({kProcess});
constexpr EventSet kCross{kCrossProcess};

constexpr RawName kSigned[] = {{"signed", "true"}, {"unsigned", "false"}};
constexpr RawName kVerified[] = {{"verified", "true"}, {"unverified", "false"}};
// INTEGRITY_LEVEL_UNKNOWN is no level.
constexpr RawName kIntegrity[] = {
    {"UNTRUSTED", "UNTRUSTED"}, {"LOW", "LOW"},       {"MEDIUM", "MEDIUM"},
    {"HIGH", "HIGH"},           {"SYSTEM", "SYSTEM"}, {"PROTECTED", "PROTECTED"},
};

constexpr FieldRow kRows[] = {
    // Events about a process.
    {"tgt.process.uid", Field("process.entity_id"), kText, kAboutProcess},
    {"tgt.process.pid", Field("process.pid"), kNumber, kAboutProcess},
    {"tgt.process.name", Field("process.name"), kText, kAboutProcess},
    {"tgt.process.image.path", Field("process.executable"), kText, kAboutProcess},
    {"tgt.process.image.path", Field("process.name"), kPathName, kAboutProcess},
    {"tgt.process.cmdline", Field("process.command_line"), kText, kAboutProcess},
    {"tgt.process.cmdline", Field("process.args"), kWindowsArgs, kAboutProcess},
    {"tgt.process.cmdline", Field("process.args_count"), kWindowsArgCount, kAboutProcess},
    {"tgt.process.displayName", Field("process.title"), kText, kAboutProcess},
    {"tgt.process.startTime", Field("process.start"), kEpoch, kAboutProcess},
    {"tgt.process.image.md5", Field("process.hash.md5"), kLowerText, kAboutProcess},
    {"tgt.process.image.sha1", Field("process.hash.sha1"), kLowerText, kAboutProcess},
    {"tgt.process.image.sha256", Field("process.hash.sha256"), kLowerText, kAboutProcess},
    {"tgt.process.publisher", Field("process.code_signature.subject_name"), kText, kAboutProcess},
    Named("tgt.process.signedStatus", Field("process.code_signature.exists"), kSigned,
          kAboutProcess),
    Named("tgt.process.verifiedStatus", Field("process.code_signature.trusted"), kVerified,
          kAboutProcess),
    Named("tgt.process.integrityLevel", Field("process.Ext.token.integrity_level_name"), kIntegrity,
          kAboutProcess),
    {"tgt.process.user", Field("process.user.name"), kText, kAboutProcess},
    {"tgt.process.eUserName", Field("process.user.name"), kText, kAboutProcess},
    {"tgt.process.eUserUid", Field("process.user.id"), kText, kAboutProcess},
    {"tgt.process.rUserName", Field("process.real_user.name"), kText, kAboutProcess},
    {"tgt.process.rUserUid", Field("process.real_user.id"), kText, kAboutProcess},

    {"src.process.uid", Field("process.parent.entity_id"), kText, kAboutProcess},
    {"src.process.pid", Field("process.parent.pid"), kNumber, kAboutProcess},
    {"src.process.name", Field("process.parent.name"), kText, kAboutProcess},
    {"src.process.image.path", Field("process.parent.executable"), kText, kAboutProcess},
    {"src.process.image.path", Field("process.parent.name"), kPathName, kAboutProcess},
    {"src.process.cmdline", Field("process.parent.command_line"), kText, kAboutProcess},
    {"src.process.cmdline", Field("process.parent.args"), kWindowsArgs, kAboutProcess},
    {"src.process.cmdline", Field("process.parent.args_count"), kWindowsArgCount, kAboutProcess},
    {"src.process.displayName", Field("process.parent.title"), kText, kAboutProcess},
    {"src.process.startTime", Field("process.parent.start"), kEpoch, kAboutProcess},
    {"src.process.image.md5", Field("process.parent.hash.md5"), kLowerText, kAboutProcess},
    {"src.process.image.sha1", Field("process.parent.hash.sha1"), kLowerText, kAboutProcess},
    {"src.process.image.sha256", Field("process.parent.hash.sha256"), kLowerText, kAboutProcess},
    {"src.process.publisher", Field("process.parent.code_signature.subject_name"), kText,
     kAboutProcess},
    Named("src.process.signedStatus", Field("process.parent.code_signature.exists"), kSigned,
          kAboutProcess),
    Named("src.process.verifiedStatus", Field("process.parent.code_signature.trusted"), kVerified,
          kAboutProcess),
    Named("src.process.integrityLevel", Field("process.parent.Ext.token.integrity_level_name"),
          kIntegrity, kAboutProcess),
    {"src.process.user", Field("process.parent.user.name"), kText, kAboutProcess},
    {"src.process.eUserName", Field("process.parent.user.name"), kText, kAboutProcess},
    {"src.process.eUserUid", Field("process.parent.user.id"), kText, kAboutProcess},
    {"src.process.rUserName", Field("process.parent.real_user.name"), kText, kAboutProcess},
    {"src.process.rUserUid", Field("process.parent.real_user.id"), kText, kAboutProcess},

    // All others.
    {"src.process.uid", Field("process.entity_id"), kText, kByProcess},
    {"src.process.pid", Field("process.pid"), kNumber, kByProcess},
    {"src.process.name", Field("process.name"), kText, kByProcess},
    {"src.process.image.path", Field("process.executable"), kText, kByProcess},
    {"src.process.image.path", Field("process.name"), kPathName, kByProcess},
    {"src.process.cmdline", Field("process.command_line"), kText, kByProcess},
    {"src.process.cmdline", Field("process.args"), kWindowsArgs, kByProcess},
    {"src.process.cmdline", Field("process.args_count"), kWindowsArgCount, kByProcess},
    {"src.process.displayName", Field("process.title"), kText, kByProcess},
    {"src.process.startTime", Field("process.start"), kEpoch, kByProcess},
    {"src.process.image.md5", Field("process.hash.md5"), kLowerText, kByProcess},
    {"src.process.image.sha1", Field("process.hash.sha1"), kLowerText, kByProcess},
    {"src.process.image.sha256", Field("process.hash.sha256"), kLowerText, kByProcess},
    {"src.process.publisher", Field("process.code_signature.subject_name"), kText, kByProcess},
    Named("src.process.signedStatus", Field("process.code_signature.exists"), kSigned, kByProcess),
    Named("src.process.verifiedStatus", Field("process.code_signature.trusted"), kVerified,
          kByProcess),
    Named("src.process.integrityLevel", Field("process.Ext.token.integrity_level_name"), kIntegrity,
          kByProcess),
    {"src.process.user", Field("process.user.name"), kText, kByProcess},
    {"src.process.eUserName", Field("process.user.name"), kText, kByProcess},
    {"src.process.eUserUid", Field("process.user.id"), kText, kByProcess},
    {"src.process.rUserName", Field("process.real_user.name"), kText, kByProcess},
    {"src.process.rUserUid", Field("process.real_user.id"), kText, kByProcess},
    {"src.process.tid", Field("process.thread.id"), kNumber, kByProcess},

    {"src.process.parent.uid", Field("process.parent.entity_id"), kText, kByProcess},
    {"src.process.parent.pid", Field("process.parent.pid"), kNumber, kByProcess},
    {"src.process.parent.name", Field("process.parent.name"), kText, kByProcess},
    {"src.process.parent.image.path", Field("process.parent.executable"), kText, kByProcess},
    {"src.process.parent.image.path", Field("process.parent.name"), kPathName, kByProcess},
    {"src.process.parent.cmdline", Field("process.parent.command_line"), kText, kByProcess},
    {"src.process.parent.cmdline", Field("process.parent.args"), kWindowsArgs, kByProcess},
    {"src.process.parent.cmdline", Field("process.parent.args_count"), kWindowsArgCount,
     kByProcess},
    {"src.process.parent.displayName", Field("process.parent.title"), kText, kByProcess},
    {"src.process.parent.startTime", Field("process.parent.start"), kEpoch, kByProcess},
    {"src.process.parent.image.md5", Field("process.parent.hash.md5"), kLowerText, kByProcess},
    {"src.process.parent.image.sha1", Field("process.parent.hash.sha1"), kLowerText, kByProcess},
    {"src.process.parent.image.sha256", Field("process.parent.hash.sha256"), kLowerText,
     kByProcess},
    {"src.process.parent.publisher", Field("process.parent.code_signature.subject_name"), kText,
     kByProcess},
    Named("src.process.parent.signedStatus", Field("process.parent.code_signature.exists"), kSigned,
          kByProcess),
    Named("src.process.parent.verifiedStatus", Field("process.parent.code_signature.trusted"),
          kVerified, kByProcess),
    Named("src.process.parent.integrityLevel",
          Field("process.parent.Ext.token.integrity_level_name"), kIntegrity, kByProcess),
    {"src.process.parent.user", Field("process.parent.user.name"), kText, kByProcess},
    {"src.process.parent.eUserName", Field("process.parent.user.name"), kText, kByProcess},
    {"src.process.parent.eUserUid", Field("process.parent.user.id"), kText, kByProcess},
    {"src.process.parent.rUserName", Field("process.parent.real_user.name"), kText, kByProcess},
    {"src.process.parent.rUserUid", Field("process.parent.real_user.id"), kText, kByProcess},

    // The process that another one reaches into.
    {"tgt.process.uid", Field("Target.process.entity_id"), kText, kCross},
    {"tgt.process.pid", Field("Target.process.pid"), kNumber, kCross},
    {"tgt.process.name", Field("Target.process.name"), kText, kCross},
    {"tgt.process.image.path", Field("Target.process.executable"), kText, kCross},
    {"tgt.process.image.path", Field("Target.process.name"), kPathName, kCross},
    {"tgt.process.cmdline", Field("Target.process.command_line"), kText, kCross},
    {"tgt.process.cmdline", Field("Target.process.args"), kWindowsArgs, kCross},
    {"tgt.process.cmdline", Field("Target.process.args_count"), kWindowsArgCount, kCross},
    {"tgt.process.startTime", Field("Target.process.start"), kEpoch, kCross},
    {"tgt.process.image.md5", Field("Target.process.hash.md5"), kLowerText, kCross},
    {"tgt.process.image.sha1", Field("Target.process.hash.sha1"), kLowerText, kCross},
    {"tgt.process.image.sha256", Field("Target.process.hash.sha256"), kLowerText, kCross},
    {"tgt.process.publisher", Field("Target.process.code_signature.subject_name"), kText, kCross},
    Named("tgt.process.signedStatus", Field("Target.process.code_signature.exists"), kSigned,
          kCross),
    Named("tgt.process.verifiedStatus", Field("Target.process.code_signature.trusted"), kVerified,
          kCross),
};

}  // namespace

std::span<const FieldRow> ProcessRows() { return kRows; }

}  // namespace tocsin::sentinel_one
