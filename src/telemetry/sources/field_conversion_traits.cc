// What conversions are called and how far they can be undone.
#include "base/check.h"
#include "telemetry/sources/field_conversion.h"

namespace tocsin {

using enum FieldConversion;

std::string_view ConversionName(FieldConversion conversion) {
  switch (conversion) {
    case kText:
      return "text";
    case kLowerText:
      return "lower-case text";
    case kNumber:
      return "number";
    case kHexNumber:
      return "hexadecimal number";
    case kHexText:
      return "hexadecimal text";
    case kBoolean:
      return "boolean";
    case kGuid:
      return "GUID";
    case kTime:
      return "time";
    case kAddress:
      return "address";
    case kWords:
      return "words";
    case kPathName:
      return "name of the path";
    case kPathDirectory:
      return "directory of the path";
    case kPathExtension:
      return "extension of the path";
    case kWindowsArgs:
      return "arguments";
    case kWindowsArgCount:
      return "number of arguments";
    case kSecurityArgs:
      return "arguments with their quotes";
    case kSecurityArgCount:
      return "number of arguments with their quotes";
    case kAccountDomain:
      return "domain of the account";
    case kAccountName:
      return "name of the account";
    case kPrincipalName:
      return "name before the realm";
    case kCommonName:
      return "common name";
    case kMd5:
      return "MD5 of the hashes";
    case kSha1:
      return "SHA-1 of the hashes";
    case kSha256:
      return "SHA-256 of the hashes";
    case kImphash:
      return "import hash of the hashes";
    case kSignatureTrusted:
      return "valid signature";
    case kInitiated:
      return "direction";
    case kIpv6Flag:
      return "version of IP";
    case kRegistryHive:
      return "hive of the key";
    case kRegistryKey:
      return "key below the hive";
    case kRegistryValue:
      return "last part of the key";
    case kRegistryStrings:
      return "data";
    case kRegistryType:
      return "type of the data";
    case kRegistryTypeElastic:
      return "type of the data, published spelling";
    case kDnsAddresses:
      return "addresses of the answers";
    case kDnsAnswerData:
      return "data of the answers";
    case kDnsAnswerTypes:
      return "types of the answers";
    case kLogonType:
      return "name of the logon type";
    case kIntegrityLabel:
      return "name of the mandatory label";
    case kProtocol:
      return "protocol above the transport";
    case kUrlHost:
      return "host of the URL";
    case kEpoch:
      return "time since 1970";
    case kDigest:
      return "hash";
    case kFilledArgs:
      return "arguments without empty ones";
    case kFilledArgCount:
      return "number of arguments without empty ones";
    case kPathDrive:
      return "drive of the path";
    case kMailDomain:
      return "domain of the mail address";
    case kRegistryParent:
      return "key that holds the last part";
    case kKernelRegistryHive:
      return "hive of the kernel's path";
    case kKernelRegistryKey:
      return "key below the hive of the kernel's path";
    case kDnsType:
      return "name of the DNS type";
    case kPosixArgs:
      return "arguments of a shell's words";
    case kPosixArgCount:
      return "number of a shell's words";
  }
  TOCSIN_UNREACHABLE();
}

Inversion InversionOf(FieldConversion conversion) {
  switch (conversion) {
    case kText:
    case kNumber:
    case kHexNumber:
    case kHexText:
    case kBoolean:
    case kGuid:
    case kTime:
    case kInitiated:
    case kIpv6Flag:
    case kLogonType:
    case kDnsType:
      return Inversion::kExact;
    case kLowerText:
    case kAddress:
    case kWords:
    case kPathName:
    case kWindowsArgs:
    case kSecurityArgs:
    case kAccountDomain:
    case kAccountName:
    case kPrincipalName:
    case kCommonName:
    case kMd5:
    case kSha1:
    case kSha256:
    case kImphash:
    case kSignatureTrusted:
    case kRegistryHive:
    case kRegistryKey:
    case kRegistryStrings:
    case kDnsAddresses:
    case kIntegrityLabel:
    case kProtocol:
    case kUrlHost:
    case kEpoch:
    case kDigest:
    case kFilledArgs:
    case kPosixArgs:
    case kMailDomain:
    case kKernelRegistryKey:
      return Inversion::kRepresentative;
    case kPathDirectory:
    case kPathExtension:
    case kPathDrive:
    case kWindowsArgCount:
    case kFilledArgCount:
    case kPosixArgCount:
    case kSecurityArgCount:
    case kRegistryValue:
    case kRegistryParent:
    case kKernelRegistryHive:
    case kRegistryType:
    case kRegistryTypeElastic:
    case kDnsAnswerData:
    case kDnsAnswerTypes:
      return Inversion::kNotInvertible;
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace tocsin
