//! Extended attributes of a file, access control lists among them.
//!
//! Invariant: a file that cannot be given all of another's attributes is not put in its place; what the kernel manages
//! by itself (security labels, capabilities) is left to it.

use std::ffi::{CStr, CString};
use std::fs::File;
use std::io;

use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fsetxattr};
use rustix::io::Errno;

/// The most bytes that a list of names or a value has, on any file system.
const LARGEST: usize = 64 * 1024;
/// Where persons and access control lists keep theirs.
const KEPT: &[&str] = &["user.", "system.posix_acl_access", "trusted."];

/// Gives a file the attributes of another one.
pub(super) fn copy(from: &File, to: &File) -> io::Result<()> {
    for name in names(from)? {
        if let Some(value) = value(from, &name)? {
            fsetxattr(to, &name, &value, XattrFlags::empty())?;
        }
    }
    Ok(())
}

/// The attributes that are to be kept; none where the file system has none.
fn names(file: &File) -> io::Result<Vec<CString>> {
    let mut list = vec![0; LARGEST];
    let length = match flistxattr(file, &mut *list) {
        Ok(length) => length,
        Err(Errno::OPNOTSUPP | Errno::NOSYS | Errno::PERM) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let list = list.get(..length).unwrap_or_default();
    let names =
        list.split_inclusive(|byte| *byte == 0).filter_map(|name| CStr::from_bytes_with_nul(name).ok());
    let kept = |name: &&CStr| KEPT.iter().any(|kept| name.to_bytes().starts_with(kept.as_bytes()));
    Ok(names.filter(kept).map(CStr::to_owned).collect())
}

/// The value of an attribute; `None` where it has gone in the meantime.
fn value(file: &File, name: &CStr) -> io::Result<Option<Vec<u8>>> {
    let mut value = vec![0; LARGEST];
    match fgetxattr(file, name, &mut *value) {
        Ok(length) => {
            value.truncate(length);
            Ok(Some(value))
        }
        Err(Errno::NODATA) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
