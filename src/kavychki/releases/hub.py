"""Publishing the dataset of a release to a hub repository: one commit, one tag, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from kavychki.dataset.folder import MARKER as BUILD_MARKER
from kavychki.errors import ReleaseError
from kavychki.io.checksums import files_of
from kavychki.releases.folder import Release

if TYPE_CHECKING:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError
    from huggingface_hub.hf_api import DatasetInfo

_KIND = "dataset"
_OF_THE_HUB = frozenset({".gitattributes"})
"""Files that the hub itself puts into a repository; they are left there."""

_OF_NEW_REPOSITORIES = _OF_THE_HUB | {"README.md"}

_NOTHING = "nothing was published"


@dataclass(frozen=True, slots=True)
class Plan:
    """What publishing a release does: the files of its dataset folder in one commit, and a tag on that."""

    release: Release
    repository: str
    files: tuple[Path, ...]

    @classmethod
    def of(cls, release: Release, repository: str) -> Plan:
        """The plan for a repository ``NAMESPACE/NAME``.

        Raises:
            ReleaseError: that is no name of a repository, or the release folder is not as it was made.
        """
        from huggingface_hub.errors import HFValidationError  # noqa: PLC0415 - takes half a second
        from huggingface_hub.utils import validate_repo_id  # type: ignore[attr-defined]  # noqa: PLC0415

        try:
            validate_repo_id(repository)
        except HFValidationError as error:
            raise ReleaseError(f"{repository!r} is no repository: {error}") from error
        if repository.count("/") != 1:
            raise ReleaseError(f"{repository!r} is no repository: write NAMESPACE/NAME")
        release.require_untouched()
        return cls(release, repository, tuple(files_of(release.dataset)))

    @property
    def tag(self) -> str:
        """The tag of the version."""
        return f"v{self.release.version}"

    @property
    def message(self) -> str:
        """The first line of the commit."""
        return f"Kavychki {self.release.version}"

    def name(self, path: Path) -> str:
        """The path of a file in the repository."""
        return path.relative_to(self.release.dataset).as_posix()


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: the commit, its address, and the files of earlier versions that it removed."""

    commit: str
    url: str
    removed: tuple[str, ...]


def publish(plan: Plan, *, endpoint: str | None = None, private: bool = False) -> Published:
    """Publish a release; a version that the repository has is never published again.

    The token is that of the machine (``HF_TOKEN``, or ``hf auth login``). Large files are uploaded before the commit
    and are seen by nobody until it is made. Publishing that was interrupted can be repeated.

    Args:
        plan: what to publish.
        endpoint: address of the hub, by default huggingface_hub's own (``HF_ENDPOINT``).
        private: whether a repository that is not there yet is made a private one.

    Raises:
        ReleaseError: the release is for trying; the repository has the version, or holds something else; the hub
            refuses, fails or cannot be reached. The message says what was published, if anything, and what to do.
    """
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi  # noqa: PLC0415

    if plan.release.trial:
        raise ReleaseError(f"{plan.release.path} was made for trying (--allow-dirty) and is never published")
    api = HfApi(endpoint=endpoint)
    with _said_plainly(api, plan, _NOTHING):
        api.create_repo(plan.repository, repo_type=_KIND, private=private or None, exist_ok=True)
        _require_new_tag(api, plan)
        head = api.dataset_info(plan.repository)
        stale = _stale_files(head, plan)
    unsure = f"whether {plan.repository} has the commit is not certain: look, or publish again, which does no harm"
    with _said_plainly(api, plan, _NOTHING, lost=unsure):
        made = api.create_commit(
            plan.repository,
            [
                *(CommitOperationAdd(plan.name(path), path) for path in plan.files),
                *(CommitOperationDelete(name) for name in stale),
            ],
            commit_message=plan.message,
            commit_description=plan.release.notes,
            repo_type=_KIND,
            parent_commit=head.sha,
        )
    with _said_plainly(api, plan, f"commit {made.oid} is published, its tag {plan.tag} is not: publish again"):
        api.create_tag(
            plan.repository, tag=plan.tag, tag_message=plan.message, revision=made.oid, repo_type=_KIND, exist_ok=False
        )
    return Published(made.oid, f"{api.endpoint}/datasets/{plan.repository}/tree/{plan.tag}", tuple(stale))


def _require_new_tag(api: HfApi, plan: Plan) -> None:
    tags = {tag.name: tag.target_commit for tag in api.list_repo_refs(plan.repository, repo_type=_KIND).tags}
    if plan.tag in tags:
        raise ReleaseError(
            f"{plan.repository} has {plan.tag} already (commit {tags[plan.tag]}), and a version is published once: "
            "raise the version and make a new release"
        )


def _stale_files(head: DatasetInfo, plan: Plan) -> list[str]:
    """Files of earlier versions that this one does not have."""
    there = {sibling.rfilename for sibling in head.siblings or ()}
    if BUILD_MARKER not in there and not there <= _OF_NEW_REPOSITORIES:
        others = ", ".join(sorted(there - _OF_NEW_REPOSITORIES)[:3])
        raise ReleaseError(f"{plan.repository} holds something else ({others}, …): give a new repository")
    return sorted(there - _OF_THE_HUB - {plan.name(path) for path in plan.files})


@contextmanager
def _said_plainly(api: HfApi, plan: Plan, state: str, *, lost: str | None = None) -> Iterator[None]:
    """Turn what goes wrong with the hub into what a user can mend.

    ``state`` says what is published at this point, ``lost`` what is when an answer was lost on its way.
    """
    import httpx2  # noqa: PLC0415
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled  # noqa: PLC0415

    try:
        yield
    except ReleaseError:
        raise
    except OfflineModeIsEnabled as error:
        raise ReleaseError(f"HF_HUB_OFFLINE is set: unset it to publish; {state}") from error
    except Exception as error:
        # What fails in the upload of a large file comes wrapped in a RuntimeError that names the file.
        cause = error.__cause__ if isinstance(error, RuntimeError) and error.__cause__ else error
        where = f" ({error})" if cause is not error else ""
        if isinstance(cause, HfHubHTTPError):
            raise ReleaseError(f"{_refusal(cause, api, plan)}{where}; {state}") from error
        if isinstance(cause, httpx2.TransportError):
            told = state if lost is None or isinstance(cause, httpx2.ConnectError) else lost
            raise ReleaseError(f"{api.endpoint} cannot be reached: {cause}{where}; {told}") from error
        if isinstance(error, (RuntimeError, ValueError, OSError)):
            raise ReleaseError(f"{api.endpoint}: {cause}{where}{_hint(cause, plan)}; {state}") from error
        if isinstance(cause, (LookupError, TypeError)):
            raise ReleaseError(
                f"{api.endpoint} answered as no hub does ({cause!r}): check --endpoint; {state}"
            ) from error
        raise


def _refusal(error: HfHubHTTPError, api: HfApi, plan: Plan) -> str:
    """An answer of the hub that is no yes, by its status, and what to do."""
    status = error.response.status_code
    told = _remedy(status, plan) or error.server_message or str(error)
    return f"{api.endpoint} answered {status}: {told}"


def _hint(error: BaseException, plan: Plan) -> str:
    """What to do where the status is told in words alone, as by Xet: ``… (403 Forbidden) …``."""
    found = re.search(r"\((\d{3}) ", str(error))
    remedy = _remedy(int(found[1]), plan) if found else None
    return f" ({remedy})" if remedy else ""


def _remedy(status: int, plan: Plan) -> str | None:
    known = min(HTTPStatus.INTERNAL_SERVER_ERROR, status)
    return _REMEDIES[known].format(repository=plan.repository) if known in _REMEDIES else None


_CHANGED = "somebody else has changed {repository} meanwhile. Publish again"
_REMEDIES: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "it does not know who you are. Log in with `hf auth login`, or set HF_TOKEN to a token "
    "that may write to {repository}",
    HTTPStatus.FORBIDDEN: "your token may not write to {repository}. Make one that may, or ask who owns the repository",
    HTTPStatus.NOT_FOUND: "there is no {repository}, or this is no hub. Check the name and --endpoint",
    HTTPStatus.CONFLICT: _CHANGED,
    HTTPStatus.PRECONDITION_FAILED: _CHANGED,
    HTTPStatus.TOO_MANY_REQUESTS: "too many requests. Wait, then publish again",
    HTTPStatus.INTERNAL_SERVER_ERROR: "it has trouble of its own. Publish again later",
}
